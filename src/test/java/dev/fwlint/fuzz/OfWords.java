package dev.fwlint.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of the words of a line. */
final class OfWords {
  static final List<Mutation> ALL =
      List.of(
          word(OfWords::misspelt),
          word(OfWords::misspelt),
          word((word, dice) -> dice.word()),
          word((word, dice) -> dice.word()),
          word((word, dice) -> dice.word() + " " + word),
          word((word, dice) -> word + " " + word),
          word((word, dice) -> "! " + word),
          word((word, dice) -> ""),
          word((word, dice) -> "\"" + word),
          word((word, dice) -> word + "\""),
          word((word, dice) -> "'" + word + "'"),
          word((word, dice) -> word + "\\"),
          word((word, dice) -> word.toUpperCase(Locale.ROOT)),
          word((word, dice) -> word.replaceFirst("^-", dice.one(List.of("", "--")))),
          word((word, dice) ->
              word + dice.one(List.of(",", "/", "/0", "/33", ":", "=", "+", "=x", ",!"))),
          OfWords::otherNumbers,
          OfWords::otherNumbers,
          OfWords::swapped,
          OfWords::withOption,
          OfWords::sameEverywhere);

  private static final Pattern WORD = Pattern.compile("[^\\s]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "255",
          "256",
          "65535",
          "65536",
          "2147483648",
          "4294967296",
          "9223372036854775808",
          "18446744073709551616",
          "99999999999999999999999999999999",
          "007",
          "0x10",
          "");

  private OfWords() {}

  private interface OfWord {
    String change(String word, Dice dice);
  }

  /** Of one word, wherever it is. */
  private static Mutation word(OfWord change) {
    return (text, dice) -> replaced(text, WORD, dice, change);
  }

  /** The match that follows a place; the text as it is where none does. */
  private static String replaced(String text, Pattern pattern, Dice dice, OfWord change) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find(dice.below(text.length()))) {
      return text;
    }
    return text.substring(0, matcher.start())
        + change.change(matcher.group(), dice)
        + text.substring(matcher.end());
  }

  private static String misspelt(String word, Dice dice) {
    int at = dice.below(word.length());
    char here = word.charAt(at);
    return switch (dice.below(4)) {
      case 0 -> word.substring(0, at) + word.substring(at + 1);
      case 1 -> word.substring(0, at) + here + word.substring(at);
      case 2 -> word.substring(0, at) + (char) ('a' + dice.below(26)) + word.substring(at + 1);
      default -> word.substring(at) + word.substring(0, at);
    };
  }

  private static String otherNumbers(String text, Dice dice) {
    String changed = text;
    for (int i = dice.about(4); i > 0; i--) {
      changed = replaced(changed, NUMBER, dice, (number, d) -> d.one(NUMBERS));
    }
    return changed;
  }

  private static String swapped(String text, Dice dice) {
    String[] lines = text.split("\n", -1);
    int at = dice.below(lines.length);
    List<String> words = new ArrayList<>(List.of(lines[at].split(" ")));
    Collections.shuffle(words, dice.random());
    lines[at] = String.join(" ", words);
    return String.join("\n", lines);
  }

  /** Options that iptables knows, where a rule may have them. */
  private static String withOption(String text, Dice dice) {
    return replaced(
        text,
        Pattern.compile(" -j "),
        dice,
        (jump, d) -> " " + (d.onceIn(3) ? "-m " : "") + d.word() + " " + d.word() + jump);
  }

  /** One word for another in all the text. */
  private static String sameEverywhere(String text, Dice dice) {
    Matcher matcher = WORD.matcher(text);
    return matcher.find(dice.below(text.length())) && matcher.group().length() > 2
        ? text.replace(matcher.group(), dice.word())
        : text;
  }
}
