package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Protocols above IP by name, as Debian's /etc/protocols and iptables itself have them. */
public final class Protocols {
  private static final Map<String, Integer> BY_NAME = new HashMap<>();
  private static final Map<Integer, String> BY_NUMBER = new HashMap<>();

  static {
    for (String line : Resource.lines("protocols.txt")) {
      List<String> words = Split.words(line);
      int number = Integer.parseInt(words.getFirst());
      BY_NUMBER.putIfAbsent(number, words.get(1));
      words.stream().skip(1).forEach(name -> BY_NAME.put(name, number));
    }
  }

  private Protocols() {}

  /** The number of a protocol: a number up to 255, or a name as the list has it. */
  public static Optional<Integer> number(String text) {
    var number = Numbers.whole(text, 0, 255);
    return number.isPresent()
        ? Optional.of((int) number.getAsLong())
        : Optional.ofNullable(BY_NAME.get(text));
  }

  /** The name of a protocol, where it has one. */
  public static Optional<String> name(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /** A protocol as an option of a match takes it. */
  static Value read(String text, Scope scope) throws Refusal {
    return new Value.Protocol(require(text, text) & 0xff);
  }

  /** A protocol as {@code -p} takes it: in letters of any case. */
  static Value readGeneral(String text, Scope scope) throws Refusal {
    return new Value.Protocol(require(text.toLowerCase(Locale.ROOT), text));
  }

  /** By name where it has one. */
  static String nameText(Value value) {
    return value instanceof Value.Protocol(int number)
        ? name(number).orElse(String.valueOf(number))
        : Written.plain(value);
  }

  private static int require(String name, String written) throws Refusal {
    Optional<Integer> number = number(name);
    if (number.isEmpty()) {
      Refusal refusal = Refusal.because("%s is not a protocol".formatted(quoted(written)));
      Optional<String> close = Similar.closest(written, BY_NAME.keySet());
      throw close.isPresent() ? refusal.withHint("did you mean " + close.get() + "?") : refusal;
    }
    return number.get();
  }
}
