package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.Similar;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what is wrong with words that make no sense, and what may have been meant. */
final class Mistakes {
  private Mistakes() {}

  /** An item that iptables stops at. */
  static Problem of(Item item, GetOpt options, RuleBuilder rule) {
    return switch (item) {
      case Item.Unknown unknown -> unknown(unknown.written(), options, rule);
      case Item.Ambiguous ambiguous ->
          syntax(
                  ambiguous.written(),
                  "the option %s is ambiguous".formatted(shown(ambiguous.written())))
              .withHint("it could be --" + String.join(", --", ambiguous.names()));
      case Item.Missing missing ->
          syntax(missing.written(), "%s has no value".formatted(shown(missing.written())));
      case Item.Unwanted unwanted ->
          syntax(
              unwanted.written(),
              "the option in %s takes no value".formatted(shown(unwanted.written())));
      case Item.Plain plain -> ExtraWords.problem(plain.word(), rule);
      default -> throw new IllegalStateException("not a mistake: " + item);
    };
  }

  private static Problem syntax(Word at, String message) {
    return Problem.of(Kind.SYNTAX, at.span(), message);
  }

  private static String shown(Word word) {
    return quoted(word.text());
  }

  private static Problem unknown(Word written, GetOpt options, RuleBuilder rule) {
    Problem problem = syntax(written, "unknown option %s".formatted(shown(written)));
    String name = written.text().replaceFirst("^--?", "");
    List<String> owners = owners(name, rule.family());
    if (!owners.isEmpty()) {
      return Problem.of(Kind.CONTEXT, written.span(), problem.message())
          .withHint("%s needs %s before it".formatted(written.text(), String.join(" or ", owners)));
    }
    // --days is what -m time called --weekdays long ago
    Optional<String> close =
        name.equals("days") ? Optional.of("weekdays") : Similar.closest(name, options.knownNames());
    if (close.isPresent()) {
      return problem.withHint("did you mean --%s?".formatted(close.get()));
    }
    return closeElsewhere(name, rule.family()).map(problem::withHint).orElse(problem);
  }

  /** What would make an option of this name known. */
  private static List<String> owners(String name, Family family) {
    return extensions(family)
        .filter(e -> e.option(name).isPresent())
        .sorted(Comparator.comparing(e -> !e.name().equals("tcp") && !e.name().equals("udp")))
        .map(Mistakes::use)
        .toList();
  }

  private static Optional<String> closeElsewhere(String name, Family family) {
    List<String> all =
        extensions(family)
            .flatMap(e -> e.options().stream())
            .flatMap(option -> option.spellings().stream())
            .toList();
    return Similar.closest(name, all)
        .map(close ->
            "did you mean --%s, with %s before it?"
                .formatted(close, String.join(" or ", owners(close, family))));
  }

  private static Stream<Extension> extensions(Family family) {
    return Stream.of(Extension.Kind.values()).flatMap(kind -> Extensions.all(kind, family));
  }

  /** How a rule gets to use an extension. */
  private static String use(Extension extension) {
    if (extension.kind() == Extension.Kind.TARGET) {
      return "-j " + extension.name();
    }
    return switch (extension.name()) {
      case "tcp", "udp", "sctp", "dccp", "icmp" -> "-p " + extension.name();
      case "icmp6" -> "-p ipv6-icmp";
      default -> "-m " + extension.name();
    };
  }

  /** Whether some match or target, or iptables itself, has a long option of this name. */
  static boolean isKnownSomewhere(String name) {
    return Stream.of(Family.values())
            .flatMap(Mistakes::extensions)
            .anyMatch(e -> e.option(name).isPresent())
        || Stream.of(BaseOption.values()).anyMatch(option -> option.names().contains(name));
  }

  /** {@code -m} with a name that iptables has no match for. */
  static Problem noMatch(Word name, Family family) {
    boolean elsewhere = Extensions.isFromElsewhere(name.text());
    Problem problem =
        syntax(
            name,
            elsewhere
                ? "the match %s is not part of iptables".formatted(shown(name))
                : "iptables has no match %s".formatted(shown(name)));
    Family other = family == Family.IPV4 ? Family.IPV6 : Family.IPV4;
    if (Extensions.match(name.text(), other).isPresent()) {
      return problem.withHint(
          "only %s has it".formatted(other == Family.IPV4 ? "iptables" : "ip6tables"));
    }
    List<String> names = Extensions.all(Extension.Kind.MATCH, family).map(Extension::name).toList();
    return Similar.closest(name.text(), names)
        .filter(close -> !elsewhere)
        .map(close -> problem.withHint("did you mean -m %s?".formatted(close)))
        .orElse(problem);
  }

  /** A value that iptables refuses. */
  static Problem badValue(Reading.Bad bad, Word value, String option) {
    Problem problem = Problem.of(bad.kind(), value.span(), option + ": " + bad.message());
    return bad.hint().map(problem::withHint).orElse(problem);
  }

  /**
   * {@code --option ! value}, which iptables gave up long ago. Replaces what was said of the {@code
   * !} as a value.
   */
  static Stop oldNegation(Word option, List<Problem> problems) {
    Problem last = problems.removeLast();
    return new Stop(last.withHint(negationHint(option)));
  }

  static String negationHint(Word option) {
    return "the ! stands before the option: ! %s".formatted(option.text());
  }
}
