package dev.fwlint.parse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options that iptables knows without any match or target: iptables(8).
 *
 * <p>The letters are in the order of its command line; {@code name} is the one that {@link
 * dev.fwlint.ast.Option} carries.
 */
enum BaseOption {
  APPEND('A', Argument.REQUIRED, "append"),
  DELETE('D', Argument.REQUIRED, "delete"),
  CHECK('C', Argument.REQUIRED, "check"),
  INSERT('I', Argument.REQUIRED, "insert"),
  REPLACE('R', Argument.REQUIRED, "replace"),
  LIST('L', Argument.OPTIONAL, "list"),
  LIST_RULES('S', Argument.OPTIONAL, "list-rules"),
  FLUSH('F', Argument.OPTIONAL, "flush"),
  ZERO('Z', Argument.OPTIONAL, "zero"),
  NEW_CHAIN('N', Argument.REQUIRED, "new-chain"),
  DELETE_CHAIN('X', Argument.OPTIONAL, "delete-chain"),
  RENAME_CHAIN('E', Argument.REQUIRED, "rename-chain"),
  POLICY('P', Argument.REQUIRED, "policy"),
  SOURCE('s', Argument.REQUIRED, "source", "src"),
  DESTINATION('d', Argument.REQUIRED, "destination", "dst"),
  PROTOCOL('p', Argument.REQUIRED, "protocol"),
  IN_INTERFACE('i', Argument.REQUIRED, "in-interface"),
  JUMP('j', Argument.REQUIRED, "jump"),
  TABLE('t', Argument.REQUIRED, "table"),
  MATCH('m', Argument.REQUIRED, "match"),
  NUMERIC('n', Argument.NONE, "numeric"),
  OUT_INTERFACE('o', Argument.REQUIRED, "out-interface"),
  VERBOSE('v', Argument.NONE, "verbose"),
  WAIT('w', Argument.OPTIONAL, "wait"),
  WAIT_INTERVAL('W', Argument.OPTIONAL, "wait-interval"),
  EXACT('x', Argument.NONE, "exact"),
  FRAGMENT('f', Argument.NONE, "fragments"),
  VERSION('V', Argument.NONE, "version"),
  HELP('h', Argument.OPTIONAL, "help"),
  LINE_NUMBERS('0', Argument.NONE, "line-numbers"),
  MODPROBE('M', Argument.REQUIRED, "modprobe"),
  SET_COUNTERS('c', Argument.REQUIRED, "set-counters"),
  GOTO('g', Argument.REQUIRED, "goto"),
  IPV4('4', Argument.NONE, "ipv4"),
  IPV6('6', Argument.NONE, "ipv6");

  /** Whether a value follows; an optional one only in the same word. */
  enum Argument {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  private final char letter;
  private final Argument argument;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> names;

  BaseOption(char letter, Argument argument, String... names) {
    this.letter = letter;
    this.argument = argument;
    this.names = List.of(names);
  }

  static final List<BaseOption> ALL = List.of(values());

  private static final Map<Character, BaseOption> BY_LETTER =
      ALL.stream()
          .filter(option -> option != LINE_NUMBERS)
          .collect(Collectors.toUnmodifiableMap(option -> option.letter, option -> option));

  private static final Map<String, BaseOption> BY_NAME =
      ALL.stream()
          .flatMap(option -> option.names.stream().map(name -> Map.entry(name, option)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** The option of a whole long name, without dashes. */
  static Optional<BaseOption> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The option of a single letter; {@code --line-numbers} has none that can be written. */
  static Optional<BaseOption> of(char letter) {
    return Optional.ofNullable(BY_LETTER.get(letter));
  }

  Argument argument() {
    return argument;
  }

  List<String> names() {
    return names;
  }

  /** Its name in the syntax tree. */
  String treeName() {
    return this == FRAGMENT ? "fragment" : names.getFirst();
  }

  /** As people know it: {@code -s}. */
  String shortName() {
    return this == LINE_NUMBERS ? "--line-numbers" : "-" + letter;
  }

  /** Whether it says what the command does. */
  boolean isCommand() {
    return compareTo(POLICY) <= 0;
  }

  /**
   * Whether iptables 1.8.9 takes the whole word for the value where both are in one word: {@code
   * -ieth0} is an interface {@code -ieth0}.
   */
  boolean takesWholeWord() {
    return switch (this) {
      case SOURCE, DESTINATION, PROTOCOL, IN_INTERFACE, OUT_INTERFACE, JUMP, GOTO -> true;
      default -> false;
    };
  }
}
