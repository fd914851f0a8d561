package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words that a value may consist of. Each extension compares in its own way. */
final class Vocabulary {
  private final List<Entry> entries;

  private Vocabulary(List<Entry> entries) {
    this.entries = entries;
  }

  /** A word and its other spelling, its own where it has none. */
  private record Entry(String name, String alias) {
    static Entry of(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Entry(text, text)
          : new Entry(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  /** Of words with commas between, each perhaps with {@code =alias}. */
  static Vocabulary of(String words) {
    return new Vocabulary(Split.nonEmpty(words, ',').stream().map(Entry::of).toList());
  }

  /**
   * How the value is compared: {@code exact}ly one word; one {@code name} in any case; the first
   * that has it as a {@code prefix}; a list of exact {@code words} or, in any case, {@code names},
   * where empty parts do not count; a list of {@code exacts}, or of {@code types}, which may be
   * cut.
   */
  Syntax syntax(String comparison) {
    return switch (comparison) {
      case "exact" -> (text, scope) -> one(text, find(text, false, false));
      case "name" -> (text, scope) -> one(text, find(text, true, false));
      case "prefix" -> (text, scope) -> one(text, find(text, true, true));
      case "words" -> Syntax.of((text, scope) -> words(text, false), this::inOrder);
      case "exacts" -> Syntax.of((text, scope) -> list(text, false, false), this::inOrder);
      case "names" -> Syntax.of((text, scope) -> words(text, true), this::inOrder);
      default -> Syntax.of((text, scope) -> list(text, true, true), this::inOrder);
    };
  }

  /** Each word once, in the order of the table; beside others, NONE adds nothing. */
  private String inOrder(Value value) {
    return value instanceof Names(List<String> names)
        ? entries.stream()
            .map(Entry::name)
            .filter(names::contains)
            .filter(name -> !name.equals("NONE") || names.stream().allMatch(name::equals))
            .collect(Collectors.joining(","))
        : Written.plain(value);
  }

  private Optional<String> find(String text, boolean anyCase, boolean prefix) {
    return entries.stream()
        .filter(e ->
            matches(e.name(), text, anyCase, prefix) || matches(e.alias(), text, anyCase, prefix))
        .map(Entry::name)
        .findFirst();
  }

  private static boolean matches(String word, String text, boolean anyCase, boolean prefix) {
    return (prefix || word.length() == text.length())
        && word.regionMatches(anyCase, 0, text, 0, text.length());
  }

  private Names one(String text, Optional<String> found) throws Refusal {
    if (found.isEmpty()) {
      throw unknown(text);
    }
    return new Names(List.of(found.get()));
  }

  private Names list(String text, boolean anyCase, boolean prefix) throws Refusal {
    List<String> names = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isEmpty()) {
        throw Refusal.because("%s has an empty part".formatted(quoted(text)))
            .withHint("the list has no blanks, and no comma at its ends");
      }
      names.add(one(part, find(part, anyCase, prefix)).name());
    }
    return new Names(names);
  }

  /** A list as strtok(3) takes it apart: empty parts do not count. */
  private Names words(String text, boolean anyCase) throws Refusal {
    List<String> names = new ArrayList<>();
    for (String part : Split.nonEmpty(text, ',')) {
      names.add(one(part, find(part, anyCase, false)).name());
    }
    return new Names(names);
  }

  private Refusal unknown(String text) {
    Refusal refusal = Refusal.because("%s is not a value of this option".formatted(quoted(text)));
    List<String> names = entries.stream().map(Entry::name).toList();
    Optional<String> close = Similar.closest(text, names);
    return refusal.withHint(
        close
            .map(name -> "did you mean " + name + "?")
            .orElseGet(() -> "it takes " + String.join(", ", names)));
  }
}
