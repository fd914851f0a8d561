package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.extension.Extension.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What iptables-save of iptables 1.8.9 writes behind the name of a match or target: its options in
 * the order of its table, each as its line says.
 */
public final class SavedOptions {
  private final Extension extension;
  private final List<Option> given;
  private final Scope scope;
  private final StringBuilder text = new StringBuilder();

  SavedOptions(Extension extension, List<Option> given, Scope scope) {
    this.extension = extension;
    this.given = given;
    this.scope = scope;
  }

  /**
   * The options, each with a blank before it.
   *
   * @param scope what the rule as a whole says of the protocol
   */
  public static String text(Extension extension, List<Option> given, Scope scope) {
    SavedOptions saved = new SavedOptions(extension, given, scope);
    return switch (extension.name()) {
      case "policy" -> SavedPolicy.text(saved);
      case "rateest" -> SavedRateEstimator.text(saved);
      default -> saved.inOrder();
    };
  }

  Extension extension() {
    return extension;
  }

  List<Option> given() {
    return given;
  }

  Scope scope() {
    return scope;
  }

  /** The option of this name that was given last: it is the one that counts. */
  Optional<Option> option(String name) {
    return given.stream().filter(option -> option.name().equals(name)).reduce((a, b) -> b);
  }

  /** What an option's first value means. */
  Optional<Value> value(String name) {
    return option(name).flatMap(option -> read(kind(name), option, 0));
  }

  /** The number that an option gives. */
  Optional<Long> number(String name) {
    return value(name)
        .flatMap(value ->
            value instanceof Value.Range range ? Optional.of(range.from()) : Optional.empty());
  }

  OptionKind kind(String name) {
    return extension.option(name).orElseThrow();
  }

  private String inOrder() {
    extension.options().forEach(this::add);
    return text.toString();
  }

  private void add(OptionKind kind) {
    Optional<Option> option = option(kind.name());
    Optional<String> particular = SavedParticulars.text(this, kind);
    if (particular.isPresent()) {
      text.append(particular.get());
    } else if (option.isPresent()) {
      text.append(one(kind, option.get()));
    } else if (isWrittenAllTheSame(kind)) {
      String value = kind.saving().otherwise(scope.family()).orElse("");
      text.append(" --").append(kind.name()).append(value.isEmpty() ? "" : " " + value);
    }
  }

  /** Where there is a value for it, and no other option stands in its place. */
  private boolean isWrittenAllTheSame(OptionKind kind) {
    return kind.saving().otherwise().isPresent()
        && extension.choices().stream()
            .map(Choice::options)
            .filter(options -> options.contains(kind.name()))
            .flatMap(List::stream)
            .allMatch(other -> option(other).isEmpty());
  }

  /** A single option, as its line says; nothing where it is left out. */
  String one(OptionKind kind, Option option) {
    String values = values(kind, option);
    Saving saving = kind.saving();
    if (saving.leavesOut(values.split(" ", 2)[0], option.negated())) {
      return "";
    }
    boolean opposite = option.negated() && saving.negatedAs().isPresent();
    List<String> as = opposite ? List.of(saving.negatedAs().orElseThrow()) : saving.as();
    String name = as.isEmpty() ? "--" + kind.name() : String.join(" ", as);
    return (option.negated() && !opposite ? " ! " : " ")
        + name
        + (values.isEmpty() ? "" : " " + values);
  }

  /** The values of an option, as iptables-save writes them. */
  String values(OptionKind kind, Option option) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < option.values().size(); i++) {
      int index = i;
      read(kind, option, i)
          .map(value -> kind.values().get(index).write(value))
          .ifPresent(values::add);
    }
    return String.join(" ", values);
  }

  private Optional<Value> read(OptionKind kind, Option option, int index) {
    return kind.values().get(index).read(option.values().get(index).text(), scope)
            instanceof Reading.Good(Value value)
        ? Optional.of(value)
        : Optional.empty();
  }
}
