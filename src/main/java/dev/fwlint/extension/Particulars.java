package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Rate;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What single extensions ask of their options beyond what the tables can say. Each check names its
 * extension.
 */
final class Particulars {
  private static final long HASHLIMIT_BURST_MOST = 1_000_000;
  private static final long QUEUES_MOST = 65_535;

  private final Extension extension;
  private final List<Option> options;
  private final Span place;
  private final Scope scope;
  private final List<Problem> problems;

  private Particulars(
      Extension extension, List<Option> options, Span place, Scope scope, List<Problem> problems) {
    this.extension = extension;
    this.options = options;
    this.place = place;
    this.scope = scope;
    this.problems = problems;
  }

  static void check(
      Extension extension, List<Option> options, Span place, Scope scope, List<Problem> problems) {
    new Particulars(extension, options, place, scope, problems).check();
  }

  private void check() {
    switch (extension.name()) {
      case "statistic" -> statistic();
      case "tcpmss" -> risingRange("mss");
      case "cluster" -> cluster();
      case "hashlimit" -> hashlimit();
      case "policy" -> PolicyElements.check(options, place, problems);
      case "HMARK" -> hmark();
      case "NFQUEUE" -> queues();
      case "connbytes" -> risingRange("connbytes");
      case "time" -> time();
      case "rt" -> routingHeader();
      default -> {}
    }
  }

  private Optional<Option> given(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** What an option's first value means; nothing where it is refused or missing. */
  private <T extends Value> Optional<T> value(String name, Class<T> type) {
    Optional<OptionKind> kind = extension.option(name);
    Optional<Option> option = given(name).filter(o -> !o.values().isEmpty());
    if (kind.isEmpty() || option.isEmpty()) {
      return Optional.empty();
    }
    Reading reading =
        kind.get().values().getFirst().read(option.get().values().getFirst().text(), scope);
    return reading instanceof Reading.Good(Value value) && type.isInstance(value)
        ? Optional.of(type.cast(value))
        : Optional.empty();
  }

  private long number(String name) {
    return value(name, Range.class).map(Range::from).orElse(0L);
  }

  private void refuse(String option, String message) {
    problems.add(Problem.of(Kind.CONTEXT, given(option).map(Option::span).orElse(place), message));
  }

  private void need(String option, String why) {
    if (given(option).isEmpty()) {
      problems.add(Problem.of(Kind.SYNTAX, place, "%s needs --%s".formatted(why, option)));
    }
  }

  private void statistic() {
    boolean random = given("mode").filter(mode -> mode.value().text().equals("random")).isPresent();
    if (random) {
      need("probability", "--mode random");
      return;
    }
    need("every", "--mode nth");
    if (given("every").isPresent() && number("packet") >= number("every")) {
      refuse("packet", "--packet must be less than --every");
    }
  }

  private void risingRange(String option) {
    boolean falling =
        value(option, Range.class)
            .filter(range -> Long.compareUnsigned(range.from(), range.to()) > 0)
            .isPresent();
    if (falling) {
      refuse(option, "the range of --%s ends before it begins".formatted(option));
    }
  }

  /** From two queues to as many as a 16-bit number can count. */
  private void queues() {
    Optional<Range> range = value("queue-balance", Range.class);
    if (range.isPresent() && range.get().from() >= range.get().to()) {
      refuse("queue-balance", "--queue-balance needs a range of queues");
    }
    if (range.isPresent() && range.get().to() - range.get().from() >= QUEUES_MOST) {
      refuse("queue-balance", "--queue-balance takes at most %d queues".formatted(QUEUES_MOST));
    }
  }

  private void time() {
    long stop = value("timestop", Range.class).map(Range::from).orElse(Times.LAST_SECOND);
    if (given("contiguous").isPresent() && number("timestart") < stop) {
      refuse("contiguous", "--contiguous needs a --timestop before the --timestart");
    }
  }

  private void routingHeader() {
    boolean zero =
        given("rt-type").filter(type -> !type.negated()).isPresent() && number("rt-type") == 0;
    for (String option : List.of("rt-0-res", "rt-0-addrs")) {
      if (given(option).isPresent() && !zero) {
        refuse(option, "--%s needs --rt-type 0".formatted(option));
      }
    }
  }

  private void cluster() {
    long nodes = number("cluster-total-nodes");
    if (number("cluster-local-node") > nodes) {
      refuse("cluster-local-node", "--cluster-local-node is more than --cluster-total-nodes");
    }
    if (number("cluster-local-nodemask") >= 1L << nodes) {
      refuse("cluster-local-nodemask", "--cluster-local-nodemask has more nodes than there are");
    }
  }

  /**
   * A limit in bytes needs a burst that holds at least what comes in a second; one in packets
   * allows no more than a million.
   */
  private void hashlimit() {
    Optional<Rate> rate =
        value("hashlimit-upto", Rate.class).or(() -> value("hashlimit-above", Rate.class));
    if (rate.isEmpty() || given("hashlimit-burst").isEmpty()) {
      return;
    }
    long burst = number("hashlimit-burst");
    if (rate.get().bytes() && burst < rate.get().amount()) {
      refuse("hashlimit-burst", "--hashlimit-burst is less than a second's bytes");
    }
    if (!rate.get().bytes() && burst > HASHLIMIT_BURST_MOST) {
      refuse("hashlimit-burst", "--hashlimit-burst is more than a million");
    }
  }

  private void hmark() {
    need("hmark-rnd", "the target \"HMARK\"");
    String tuple = given("hmark-tuple").map(o -> "," + o.value().text() + ",").orElse(",");
    boolean spi = tuple.contains(",spi,") || given("hmark-spi-mask").isPresent();
    boolean ports =
        tuple.contains(",sport,")
            || tuple.contains(",dport,")
            || given("hmark-sport-mask").isPresent()
            || given("hmark-dport-mask").isPresent();
    if (spi && ports) {
      refuse("hmark-spi-mask", "an SPI does not go with ports");
    }
    boolean hashesNothing = options.size() == 2 && given("hmark-rnd").isPresent();
    if (hashesNothing) {
      need("hmark-tuple", "the target \"HMARK\"");
    }
  }
}
