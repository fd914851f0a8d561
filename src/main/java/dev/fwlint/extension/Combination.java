package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.extension.Extension.Choice;
import dev.fwlint.extension.Extension.Choice.Many;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which options of a match or target go together. */
public final class Combination {
  private final Extension extension;
  private final List<Option> options;
  private final Span place;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> given = new HashSet<>();

  /** The options before the one that is looked at. */
  private final Set<String> before = new HashSet<>();

  private Combination(Extension extension, List<Option> options, Span place) {
    this.extension = extension;
    this.options = options;
    this.place = place;
  }

  /**
   * Why iptables refuses an extension with these options.
   *
   * @param place where the extension is named
   * @param scope what the rule as a whole says of the protocol
   */
  public static List<Problem> problems(
      Extension extension, List<Option> options, Span place, Scope scope) {
    Combination combination = new Combination(extension, options, place);
    options.forEach(option -> combination.given.add(option.name()));
    options.forEach(combination::checkOption);
    extension.options().forEach(combination::checkRequired);
    extension.choices().forEach(combination::checkChoice);
    if (combination.problems.isEmpty()) {
      Particulars.check(extension, options, place, scope, combination.problems);
    }
    return combination.problems;
  }

  private void checkOption(Option option) {
    OptionKind kind = extension.option(option.name()).orElseThrow();
    for (String other : kind.without()) {
      if (before.contains(other)) {
        context(option.span(), together(option.name(), other));
      }
    }
    for (String other : kind.with()) {
      if (!given.contains(other)) {
        syntax(option.span(), "--%s needs --%s too".formatted(option.name(), other));
      }
    }
    for (String other : kind.after()) {
      if (!before.contains(other)) {
        syntax(option.span(), "--%s needs --%s before it".formatted(option.name(), other));
      }
    }
    if (!before.add(option.name()) && !kind.repeatable()) {
      context(option.span(), "--%s is given twice".formatted(option.name()));
    }
  }

  private static String together(String one, String other) {
    return "--%s does not go with --%s".formatted(one, other);
  }

  private void checkRequired(OptionKind kind) {
    if (kind.required() && !given.contains(kind.name())) {
      syntax(
          place,
          "the %s %s needs --%s"
              .formatted(extension.kind().word(), quoted(extension.name()), kind.name()));
    }
  }

  private void checkChoice(Choice choice) {
    List<String> names =
        choice.options().isEmpty()
            ? extension.options().stream().map(OptionKind::name).toList()
            : choice.options();
    List<Option> chosen = options.stream().filter(option -> names.contains(option.name())).toList();
    if (chosen.isEmpty() && choice.many() != Many.AT_MOST_ONE) {
      syntax(
          place,
          "the %s %s needs --%s"
              .formatted(
                  extension.kind().word(), quoted(extension.name()), String.join(" or --", names)));
    }
    boolean twoKinds = chosen.stream().map(Option::name).distinct().count() > 1;
    if (twoKinds && choice.many() != Many.AT_LEAST_ONE) {
      Option first = chosen.getFirst();
      Option other =
          chosen.stream().filter(o -> !o.name().equals(first.name())).findFirst().orElseThrow();
      context(other.span(), together(other.name(), first.name()));
    }
  }

  private void syntax(Span at, String message) {
    problems.add(Problem.of(Kind.SYNTAX, at, message));
  }

  private void context(Span at, String message) {
    problems.add(Problem.of(Kind.CONTEXT, at, message));
  }
}
