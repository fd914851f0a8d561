package dev.fwlint.rules;

import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Word;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Crossing;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where in its file something stands, and how it is called in a sentence. */
final class Places {
  private static final Set<String> TARGET = Set.of("-j", "--jump", "-g", "--goto");

  private Places() {}

  static String quoted(String name) {
    return '"' + name + '"';
  }

  /** A rule, from its command to its last word. */
  static Span of(Step step) {
    return of(step.origin());
  }

  private static Span of(Line.Command command) {
    return command.words().isEmpty()
        ? command.span()
        : command.words().getFirst().span().to(command.words().getLast().span());
  }

  /** What a rule is beside its command and chain, as written, with a blank before it. */
  static String behindChain(Step step) {
    return behindChain(step, "");
  }

  /**
   * The same, with one more match before the target.
   *
   * @param match with a blank before it; or nothing
   */
  static String behindChain(Step step, String match) {
    List<Word> words = step.origin().words();
    int from = words.size() > 1 && words.get(1).text().equals(step.chain()) ? 2 : words.size();
    if (from == words.size()) {
      return " ..." + match;
    }
    int target = from;
    while (target < words.size() && !TARGET.contains(words.get(target).text())) {
      target++;
    }
    return text(words.subList(from, target)) + match + text(words.subList(target, words.size()));
  }

  private static String text(List<Word> words) {
    return words.isEmpty() ? "" : " " + words.getFirst().span().to(words.getLast().span()).text();
  }

  /** A chain's name where it is declared; nothing where the file does not. */
  static Optional<Span> declaration(Chain chain) {
    return chain
        .declared()
        .map(line -> line instanceof Line.ChainHeader header ? header.chain().span() : of(line));
  }

  private static Span of(Line line) {
    return line instanceof Line.Command command ? of(command) : line.span();
  }

  /** The lines of a table, of all its sections. */
  static List<Line> lines(Firewall firewall, String table) {
    List<Line> lines = new ArrayList<>();
    String current = "";
    for (Line line : firewall.file().lines()) {
      if (line instanceof Line.TableHeader header) {
        current = header.table().text();
      }
      if (current.equals(table)) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** The words that give a built-in chain its policy, the last where there are several. */
  static Optional<Span> policy(Firewall firewall, Chain chain) {
    return lines(firewall, chain.table()).stream()
        .flatMap(line -> policy(line, chain.name()).stream())
        .reduce((earlier, later) -> later);
  }

  private static Optional<Span> policy(Line line, String chain) {
    return switch (line) {
      case Line.ChainHeader header -> words(header.chain(), header.policy(), chain);
      case Line.Command command when command.operation() instanceof Operation.Policy set ->
          words(set.chain(), set.policy(), chain);
      default -> Optional.empty();
    };
  }

  private static Optional<Span> words(Word name, Word policy, String chain) {
    return Stream.of(name)
        .filter(word -> word.text().equals(chain))
        .map(word -> word.span().to(policy.span()))
        .findFirst();
  }

  /** Where a packet is accepted: the rule, or the policy of FORWARD. */
  static Optional<Span> accepts(Firewall firewall, Crossing crossing) {
    return crossing.by().map(Places::of).or(() -> forwardPolicy(firewall));
  }

  static Optional<Span> forwardPolicy(Firewall firewall) {
    return firewall
        .chain("filter", "FORWARD")
        .flatMap(chain -> policy(firewall, chain).or(() -> declaration(chain)));
  }

  /** What accepts a packet, as a finding's subject. */
  static String subject(Crossing crossing) {
    return crossing.by().map(Step::path).orElse("filter/FORWARD");
  }
}
