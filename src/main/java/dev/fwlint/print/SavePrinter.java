package dev.fwlint.print;

import dev.fwlint.ast.Counters;
import dev.fwlint.ast.Option;
import dev.fwlint.extension.Words;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a ruleset as iptables-save 1.8.9 does once iptables-legacy-restore has loaded it, but for
 * its comments, which tell who wrote it and when: built-in chains in the order of their hooks,
 * declared or not, then the others by name; and each rule in the one form that iptables has for it.
 * The tables keep the order of the file, for in the kernel they have none of their own.
 */
public final class SavePrinter {
  private final boolean counters;
  private final LeftOut leftOut;
  private final PolicyCounters policyCounters;
  private final RuleText rules;

  private SavePrinter(Firewall firewall, boolean counters) {
    this.counters = counters;
    this.leftOut = LeftOut.of(firewall);
    this.policyCounters = PolicyCounters.of(firewall.file());
    this.rules = new RuleText(firewall.family());
  }

  /**
   * Its lines; what no backend takes is left out, and {@link Remark#all} says so.
   *
   * @param counters whether each rule has its counters before it
   */
  public static Stream<String> lines(Firewall firewall, boolean counters) {
    SavePrinter printer = new SavePrinter(firewall, counters);
    return firewall.tables().values().stream().flatMap(printer::table);
  }

  private Stream<String> table(Table table) {
    List<Chain> chains = inOrder(table).filter(leftOut::keeps).toList();
    Stream<String> begin =
        Stream.concat(Stream.of("*" + table.name()), chains.stream().map(this::header));
    Stream<String> steps =
        chains.stream()
            .flatMap(chain -> chain.steps().stream())
            .filter(leftOut::keeps)
            .map(this::rule);
    return Stream.concat(begin, Stream.concat(steps, Stream.of("COMMIT")));
  }

  private String header(Chain chain) {
    String policy = chain.policy().map(Enum::name).orElse("-");
    Optional<Counters> counted = policyCounters.of(chain);
    String text = bracketed(counted.map(Counters::packets), counted.map(Counters::bytes));
    return ":" + chain.name() + " " + policy + " " + text;
  }

  private static Stream<Chain> inOrder(Table table) {
    return table.chains().values().stream()
        .sorted(
            Comparator.comparing((Chain chain) -> chain.hook().isEmpty())
                .thenComparing(chain -> chain.hook().map(Enum::ordinal).orElse(0))
                .thenComparing(Chain::name, SavePrinter::byBytes));
  }

  /** As strcmp(3): the order of code points is that of UTF-8. */
  private static int byBytes(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private String rule(Step step) {
    String before = counters ? counters(step) + " " : "";
    return before + "-A " + Words.bare(step.chain()) + rules.of(step);
  }

  /** Those before the rule, or those of its {@code -c}. */
  private static String counters(Step step) {
    Optional<Counters> before = step.origin().counters();
    Optional<Option> within =
        step.origin().operation().added().flatMap(rule -> rule.general("set-counters"));
    return bracketed(
        before.map(Counters::packets).or(() -> within.map(c -> c.values().getFirst().text())),
        before.map(Counters::bytes).or(() -> within.map(c -> c.values().getLast().text())));
  }

  private static String bracketed(Optional<String> packets, Optional<String> bytes) {
    return "["
        + packets.map(SavePrinter::number).orElse("0")
        + ":"
        + bytes.map(SavePrinter::number).orElse("0")
        + "]";
  }

  /** Digits without leading zeros and without what stands behind them. */
  private static String number(String text) {
    int at = 0;
    long number = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      number = 10 * number + text.charAt(at++) - '0';
    }
    return Long.toUnsignedString(number);
  }
}
