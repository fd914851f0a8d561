package dev.fwlint.parse;

import dev.fwlint.ast.Word;
import dev.fwlint.extension.OptionKind;
import dev.fwlint.parse.BaseOption.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a command apart as getopt_long(3) does for iptables: words in their order, letters in a
 * bundle, long options cut to any length that no other shares, and the options of each match and
 * target from where it is loaded. Of options with the same name, iptables' own comes first, then
 * that of the extension loaded last.
 */
final class GetOpt {
  private final List<Word> words;

  /** Newest first; an extension that is loaded again keeps its place. */
  private final List<Loaded> loaded = new ArrayList<>();

  private int next;
  private int start;

  /** Where in its word the next letter of a bundle stands; 0 outside of one. */
  private int letter;

  GetOpt(List<Word> words) {
    this.words = words;
  }

  /**
   * Makes an extension's options known; later options are this one's, not those of its earlier
   * uses.
   */
  void load(Loaded extension) {
    for (int i = 0; i < loaded.size(); i++) {
      if (loaded.get(i).isOf(extension.extension())) {
        loaded.set(i, extension);
        return;
      }
    }
    loaded.addFirst(extension);
  }

  /** All long options known at this point, without dashes. */
  List<String> knownNames() {
    List<String> names = new ArrayList<>();
    for (BaseOption option : BaseOption.values()) {
      names.addAll(option.names());
    }
    loaded.forEach(l -> l.extension().options().forEach(kind -> names.addAll(kind.spellings())));
    return names;
  }

  /** Goes back to the start of the item read last. */
  void retry() {
    next = start;
    letter = 0;
  }

  /** Takes the next word as a further value, unless an option or a {@code !} begins there. */
  Optional<Word> takeValue() {
    if (next >= words.size() || letter > 0) {
      return Optional.empty();
    }
    String text = words.get(next).text();
    boolean option = text.startsWith("-") || text.startsWith("!");
    return option ? Optional.empty() : Optional.of(words.get(next++));
  }

  Item next() {
    if (letter > 0) {
      return shortOption(words.get(next));
    }
    start = next;
    if (next >= words.size()) {
      return new Item.End();
    }
    Word word = words.get(next);
    if (word.text().equals("--")) {
      next++;
      return new Item.End();
    }
    if (word.text().length() < 2 || word.text().charAt(0) != '-') {
      next++;
      return new Item.Plain(word);
    }
    if (word.text().charAt(1) == '-') {
      next++;
      return longOption(word);
    }
    letter = 1;
    return shortOption(word);
  }

  /** What is left when the items are at their end. */
  List<Word> rest() {
    return words.subList(next, words.size());
  }

  private Item shortOption(Word word) {
    Word written = Words.part(word, letter, letter + 1);
    Optional<BaseOption> option = BaseOption.of(word.text().charAt(letter));
    if (letter == 1) {
      written = Words.part(word, 0, 2);
    }
    letter++;
    boolean more = letter < word.text().length();
    if (option.isEmpty()) {
      endWord(more);
      return new Item.Unknown(written);
    }
    if (option.get().argument() == Argument.NONE) {
      endWord(more);
      return new Item.Base(option.get(), written, Optional.empty(), Optional.empty());
    }
    Optional<Word> glued = more ? Optional.of(Words.from(word, letter)) : Optional.empty();
    endWord(false);
    return withValue(option.get(), written, glued, word);
  }

  private void endWord(boolean more) {
    if (!more) {
      letter = 0;
      next++;
    }
  }

  private Item withValue(BaseOption option, Word written, Optional<Word> glued, Word word) {
    if (glued.isPresent() || option.argument() == Argument.OPTIONAL) {
      return new Item.Base(option, written, glued, glued.map(value -> word));
    }
    if (next >= words.size()) {
      return new Item.Missing(written);
    }
    return new Item.Base(option, written, Optional.of(words.get(next++)), Optional.empty());
  }

  private Item longOption(Word word) {
    int equals = word.text().indexOf('=');
    int end = equals < 0 ? word.text().length() : equals;
    Word written = Words.part(word, 0, end);
    Optional<Word> glued =
        equals < 0 ? Optional.empty() : Optional.of(Words.from(word, equals + 1));
    String name = written.text().substring(2);
    Optional<Item> whole = whole(name, written, glued, word);
    if (whole.isPresent()) {
      return complete(whole.get(), glued.isPresent(), word);
    }
    Map<Object, Item> found = beginning(name, written, glued, word);
    if (found.size() > 1) {
      return new Item.Ambiguous(written, found.values().stream().map(GetOpt::name).toList());
    }
    if (found.isEmpty()) {
      return new Item.Unknown(written);
    }
    return complete(found.values().iterator().next(), glued.isPresent(), word);
  }

  /** The option that has a name as it is. */
  private Optional<Item> whole(String name, Word written, Optional<Word> glued, Word word) {
    Optional<BaseOption> base = BaseOption.of(name);
    if (base.isPresent()) {
      return base.map(option -> new Item.Base(option, written, glued, glued.map(value -> word)));
    }
    for (Loaded owner : loaded) {
      for (OptionKind kind : owner.extension().options()) {
        if (kind.spellings().contains(name)) {
          return Optional.of(new Item.Special(owner, kind, written, glued));
        }
      }
    }
    return Optional.empty();
  }

  /** All options that begin with a name, by what tells them apart. */
  private Map<Object, Item> beginning(String name, Word written, Optional<Word> glued, Word word) {
    record Key(String extension, Object kind) {}
    Map<Object, Item> found = new LinkedHashMap<>();
    for (BaseOption option : BaseOption.ALL) {
      if (option.names().stream().anyMatch(spelling -> spelling.startsWith(name))) {
        found.put(option, new Item.Base(option, written, glued, glued.map(value -> word)));
      }
    }
    for (Loaded owner : loaded) {
      for (OptionKind kind : owner.extension().options()) {
        if (kind.spellings().stream().anyMatch(spelling -> spelling.startsWith(name))) {
          Key key = new Key(owner.extension().name(), kind);
          found.put(key, new Item.Special(owner, kind, written, glued));
        }
      }
    }
    return found;
  }

  private static String name(Item item) {
    return switch (item) {
      case Item.Base base -> base.option().names().getFirst();
      case Item.Special special -> special.kind().name();
      default -> "";
    };
  }

  /** Takes the value from the next word where the option needs one and has none yet. */
  private Item complete(Item item, boolean glued, Word word) {
    return switch (item) {
      case Item.Base base when base.option().argument() == Argument.NONE && glued ->
          new Item.Unwanted(word);
      case Item.Base base when base.option().argument() == Argument.REQUIRED && !glued ->
          withValue(base.option(), base.written(), Optional.empty(), word);
      case Item.Special special when !special.kind().takesValue() && glued ->
          new Item.Unwanted(word);
      case Item.Special special when special.kind().takesValue() && !glued ->
          next >= words.size()
              ? new Item.Missing(special.written())
              : new Item.Special(
                  special.owner(),
                  special.kind(),
                  special.written(),
                  Optional.of(words.get(next++)));
      default -> item;
    };
  }
}
