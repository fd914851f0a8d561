package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension.Choice;
import dev.fwlint.extension.Extension.Choice.Many;
import dev.fwlint.extension.Extension.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tables of matches and targets; matches-protocols.txt says how they are written. */
final class Declarations {
  private final Kind kind;
  private final String name;
  private final Set<Family> families = EnumSet.allOf(Family.class);
  private final List<OptionKind> options = new ArrayList<>();
  private final List<Choice> choices = new ArrayList<>();
  private final Set<Integer> protocols = new HashSet<>();
  private final Set<String> tables = new HashSet<>();
  private final Set<HookPoint> hooks = EnumSet.noneOf(HookPoint.class);

  private Declarations(Header header) {
    kind = header.kind();
    name = header.name();
    families.retainAll(header.families());
  }

  /** The first line of an extension: {@code match icmp ipv4}. */
  record Header(Kind kind, String name, Set<Family> families) {
    static Header of(String line) {
      List<String> words = words(line);
      return new Header(
          words.getFirst().equals("match") ? Kind.MATCH : Kind.TARGET,
          words.get(1),
          words.size() < 3
              ? EnumSet.allOf(Family.class)
              : EnumSet.of(words.get(2).equals("ipv4") ? Family.IPV4 : Family.IPV6));
    }
  }

  /** The lines of each extension of a table, its header first. */
  static List<List<String>> blocks(String table) {
    List<List<String>> blocks = new ArrayList<>();
    for (String line : Resource.lines(table)) {
      if (!line.startsWith(" ")) {
        blocks.add(new ArrayList<>());
      }
      blocks.getLast().add(line);
    }
    return blocks;
  }

  /** An extension by its lines. */
  static Extension read(List<String> block) {
    Declarations declared = new Declarations(Header.of(block.getFirst()));
    for (String line : block.subList(1, block.size())) {
      declared.add(words(line));
    }
    return declared.extension();
  }

  private static List<String> words(String line) {
    return Split.words(line);
  }

  private Extension extension() {
    return new Extension(kind, name, families, options, choices, protocols, tables, hooks);
  }

  private void add(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "protocol" -> rest.forEach(word -> protocols.add(Protocols.number(word).orElseThrow()));
      case "tables" -> tables.addAll(rest);
      case "hooks" -> rest.forEach(word -> hooks.add(HookPoint.valueOf(word)));
      case "needs" -> choices.add(new Choice(Many.AT_LEAST_ONE, names(rest)));
      case "one" -> choices.add(new Choice(Many.EXACTLY_ONE, names(rest)));
      case "either" -> choices.add(new Choice(Many.AT_MOST_ONE, names(rest)));
      default -> options.add(option(words));
    }
  }

  /**
   * The options among some words, without their dashes; {@code any} leaves none, which stands for
   * all.
   */
  private static List<String> names(List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith("--"))
        .map(word -> word.substring(2))
        .toList();
  }

  private static OptionKind option(List<String> words) {
    Notes notes = new Notes(words);
    return new OptionKind(
        notes.spellings.getFirst(),
        notes.spellings,
        notes.before.contains("!"),
        notes.within("required").isPresent(),
        notes.within("many").isPresent(),
        notes.before.stream()
            .filter(word -> !word.startsWith("--") && !word.equals("!"))
            .map(ValueKind::new)
            .toList(),
        notes.optionsOf("with"),
        notes.optionsOf("not"),
        notes.optionsOf("after"),
        new Saving(
            notes.behind("as").orElse(List.of()),
            notes.behind("!").map(List::getLast),
            notes.behind("else"),
            notes.behind("unless").map(List::getFirst),
            notes.behind("never").map(List::getFirst)));
  }

  /** A line of an option: what stands before its brackets, and what within. */
  private static final class Notes {
    private final List<String> spellings;
    private final List<String> before;
    private final List<String> bracketed = new ArrayList<>();

    Notes(List<String> words) {
      int bracket = 0;
      while (bracket < words.size() && !words.get(bracket).startsWith("(")) {
        bracket++;
      }
      before = words.subList(0, bracket);
      spellings = names(before);
      String inside = String.join(" ", words.subList(bracket, words.size()));
      if (!inside.isEmpty()) {
        bracketed.addAll(List.of(inside.substring(1, inside.length() - 1).split(", ")));
      }
    }

    Optional<String> within(String first) {
      return bracketed.stream().filter(note -> words(note).getFirst().equals(first)).findFirst();
    }

    List<String> optionsOf(String first) {
      return within(first).map(note -> names(words(note))).orElse(List.of());
    }

    /** The words of a note behind its first. */
    Optional<List<String>> behind(String first) {
      return within(first).map(note -> words(note)).map(words -> words.subList(1, words.size()));
    }
  }
}
