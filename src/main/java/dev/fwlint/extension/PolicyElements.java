package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The elements of {@code -m policy}, which {@code --next} sets apart. */
final class PolicyElements {
  /** The kernel's XT_POLICY_MAX_ELEM. */
  private static final int MOST = 4;

  private static final Set<String> WHOLE = Set.of("dir", "pol", "strict");
  private static final Set<Integer> IPSEC = Set.of(50, 51, 108);

  private PolicyElements() {}

  static void check(List<Option> options, Span place, List<Problem> problems) {
    if (!given(options, "dir")) {
      problems.add(Problem.of(Kind.SYNTAX, place, "the match \"policy\" needs --dir"));
    }
    boolean none =
        options.stream().anyMatch(o -> o.name().equals("pol") && o.value().text().equals("none"));
    boolean strict = given(options, "strict");
    if (none && strict) {
      problems.add(Problem.of(Kind.CONTEXT, place, "--strict does not go with --pol none"));
    }
    List<List<Option>> elements = elements(options);
    if (elements.size() > MOST) {
      problems.add(
          Problem.of(Kind.CONTEXT, place, "more than %d elements are not allowed".formatted(MOST)));
    }
    for (List<Option> element : elements) {
      if (element.isEmpty() && strict) {
        problems.add(Problem.of(Kind.SYNTAX, place, "with --strict, no element may be empty"));
      }
      check(element, none || isTunnel(element), problems);
    }
  }

  private static boolean given(List<Option> options, String name) {
    return options.stream().anyMatch(option -> option.name().equals(name));
  }

  static List<List<Option>> elements(List<Option> options) {
    List<List<Option>> elements = new ArrayList<>();
    elements.add(new ArrayList<>());
    for (Option option : options) {
      if (option.name().equals("next")) {
        elements.add(new ArrayList<>());
      } else if (!WHOLE.contains(option.name())) {
        elements.getLast().add(option);
      }
    }
    return elements;
  }

  private static void check(List<Option> element, boolean tunnel, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (Option option : element) {
      if (!seen.add(option.name())) {
        refuse(option, "--%s is given twice in an element".formatted(option.name()), problems);
      }
      if (option.name().startsWith("tunnel-") && !tunnel) {
        refuse(option, "--%s needs --mode tunnel".formatted(option.name()), problems);
      }
      boolean otherProtocol =
          option.name().equals("proto")
              && Protocols.number(option.value().text()).filter(IPSEC::contains).isEmpty();
      if (otherProtocol) {
        refuse(option, "--proto takes ah, esp or ipcomp", problems);
      }
    }
  }

  private static boolean isTunnel(List<Option> element) {
    return element.stream()
        .anyMatch(o -> o.name().equals("mode") && o.negated() != o.value().text().equals("tunnel"));
  }

  private static void refuse(Option option, String message, List<Problem> problems) {
    problems.add(Problem.of(Kind.CONTEXT, option.span(), message));
  }
}
