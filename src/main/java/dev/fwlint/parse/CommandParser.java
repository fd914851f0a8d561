package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the words of one command as iptables-restore 1.8.9 does (iptables(8); do_parse in
 * iptables/xshared.c): option by option, from left to right. Where iptables stops at the first
 * value it refuses, this goes on to the next option.
 */
public final class CommandParser {
  private final Family family;
  private final String table;
  private final GetOpt options;
  private final RuleBuilder rule;
  private final CommandBuilder command;
  private final List<Problem> problems = new ArrayList<>();

  /** The {@code !} that waits for its option. */
  private Optional<Word> not = Optional.empty();

  private CommandParser(List<Word> words, Span line, Family family, String table) {
    this.family = family;
    this.table = table;
    this.options = new GetOpt(words);
    this.command = new CommandBuilder(options, line);
    this.rule = new RuleBuilder(options, family, problems, line);
  }

  /**
   * What came of a command.
   *
   * @param operation what it does; nothing where it could not be understood, or does nothing
   * @param problems why iptables refuses it
   * @param skipped whether it is a line for the other family, which iptables-restore passes over
   */
  public record Result(Optional<Operation> operation, List<Problem> problems, boolean skipped) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a command of a restore file: a line in the table of this name. */
  public static Result parse(List<Word> words, Span line, Family family, String table) {
    CommandParser parser = new CommandParser(words, line, family, table);
    try {
      return parser.read();
    } catch (Stop stop) {
      parser.problems.add(stop.problem());
      return new Result(Optional.empty(), parser.problems, false);
    }
  }

  private Result read() throws Stop {
    Item item = options.next();
    while (!(item instanceof Item.End)) {
      if (isForOtherFamily(item)) {
        return new Result(Optional.empty(), problems, true);
      }
      take(item);
      item = options.next();
    }
    finish();
    List<Problem> grave = problems.stream().filter(p -> p.kind() == Kind.SYNTAX).toList();
    return new Result(
        grave.isEmpty() ? Optional.of(command.operation(rule.build())) : Optional.empty(),
        problems,
        false);
  }

  private boolean isForOtherFamily(Item item) {
    BaseOption other = family == Family.IPV4 ? BaseOption.IPV6 : BaseOption.IPV4;
    return item instanceof Item.Base base && base.option() == other;
  }

  private void take(Item item) throws Stop {
    switch (item) {
      case Item.Plain plain when plain.word().text().equals("!") -> {
        refuseIf(not.isPresent(), plain.word(), "two ! in a row are not allowed");
        not = Optional.of(plain.word());
        return;
      }
      case Item.Base base -> base(base);
      case Item.Special special -> rule.special(special, not);
      default -> {
        // -p may know the option: then iptables loads its match and looks again
        if (rule.loadProtocol()) {
          options.retry();
          return;
        }
        // behind a value that is none, it is part of the same mistake
        boolean told = item instanceof Item.Plain && rule.values().endsInBadValue();
        throw new Stop(told ? problems.removeLast() : Mistakes.of(item, options, rule));
      }
    }
    not = Optional.empty();
  }

  private void base(Item.Base item) throws Stop {
    BaseOption option = item.option();
    if (option.isCommand()) {
      refuseIf(
          not.isPresent(), item.written(), "a ! before " + option.shortName() + " is not allowed");
      command.start(item);
      return;
    }
    switch (option) {
      case TABLE -> throw Stop.syntax(item.written().span(), "-t is not allowed in a restore file");
      case WAIT, WAIT_INTERVAL ->
          throw Stop.syntax(
              item.written().span(), option.shortName() + " is not allowed in a restore file");
      case HELP, VERSION ->
          throw Stop.syntax(
              item.written().span(), option.shortName() + " makes iptables-restore end here");
      case MODPROBE -> {}
      default -> rule.general(item, not);
    }
  }

  private void finish() throws Stop {
    for (Word left : options.rest()) {
      throw Stop.syntax(left.span(), "unexpected %s behind --".formatted(quoted(left.text())));
    }
    command.finish(rule);
    if (not.isPresent()) {
      throw Stop.syntax(not.get().span(), "nothing follows the !");
    }
    rule.finish();
    Places.check(command, rule, table, problems);
  }

  private static void refuseIf(boolean wrong, Word at, String message) throws Stop {
    if (wrong) {
      throw Stop.syntax(at.span(), message);
    }
  }
}
