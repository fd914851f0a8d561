package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code -m policy}: its options by element, of which each has its own in the order of the table.
 */
final class SavedPolicy {
  private SavedPolicy() {}

  static String text(SavedOptions saved) {
    List<String> whole = new ArrayList<>();
    List<StringBuilder> elements = new ArrayList<>();
    String policy = saved.option("pol").map(pol -> pol.value().text()).orElse("ipsec");
    if (policy.equals("ipsec")) {
      PolicyElements.elements(saved.given()).forEach(element -> elements.add(text(saved, element)));
    }
    saved.option("dir").ifPresent(dir -> whole.add(saved.one(saved.kind("dir"), dir)));
    String strict = saved.option("strict").isPresent() ? " --strict" : "";
    return String.join("", whole)
        + " --pol "
        + policy
        + strict
        + elements.stream().collect(Collectors.joining(" --next"));
  }

  private static StringBuilder text(SavedOptions saved, List<Option> element) {
    StringBuilder text = new StringBuilder();
    for (OptionKind kind : saved.extension().options()) {
      element.stream()
          .filter(option -> option.name().equals(kind.name()))
          .forEach(option -> text.append(saved.one(kind, option)));
    }
    return text;
  }
}
