package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnectionPart;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is not modelled, and asked more than once: a field of a packet for each, which says whether
 * it holds. Where a rule changes what it reads, the answer is another one from there on; that of
 * the first change has a field, too, and after a second one nothing is known.
 */
final class Expressions {
  private static final Pattern SOURCES =
      Pattern.compile("-m set --match-set \\S+ src(,src)*( .*)?");

  /** Modules that read neither addresses nor ports. */
  private static final Set<String> WITHOUT_ADDRESSES =
      Set.of("owner", "tos", "dscp", "ecn", "tcpmss", "physdev", "devgroup", "fragment");

  /** A set that an interface is looked up in, has it behind a network. */
  private static final Pattern ONE_END =
      Pattern.compile("-m set --match-set \\S+ (dst|src(,src)*)( .*)?");

  /** Modules that read neither an interface nor the TTL. */
  private static final Set<String> SAME_AT_ALL_HOOKS =
      Set.of("owner", "conntrack", "tos", "dscp", "ecn", "tcpmss", "", "fragment");

  /** Modules that read no mark. */
  private static final Set<String> WITHOUT_MARKS =
      Set.of("owner", "conntrack", "string", "u32", "tos", "dscp", "ecn", "tcpmss", "", "fragment");

  private final int first;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, String> modules = new HashMap<>();

  private Expressions(int first) {
    this.first = first;
  }

  static Expressions of(List<Condition> conditions, int first) {
    Expressions expressions = new Expressions(first);
    Map<String, Integer> counts = new HashMap<>();
    for (Condition condition : conditions) {
      expressions.asked(condition).forEach(text -> counts.merge(text, 1, Integer::sum));
    }
    counts.entrySet().stream()
        .filter(count -> count.getValue() > 1)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(text -> expressions.numbers.put(text, expressions.numbers.size()));
    return expressions;
  }

  private Stream<String> asked(Condition condition) {
    return switch (condition) {
      case Condition.Unknown asked when !asked.timed() ->
          Stream.of(of(asked.module(), asked.expression()));
      case Condition.Fragment asked -> Stream.of(of("fragment", asked.expression()));
      case Condition.Connection asked ->
          asked.parts().stream().map(part -> of("conntrack", text(part)));
      default -> Stream.empty();
    };
  }

  private String of(String module, String text) {
    modules.put(text, module);
    return text;
  }

  /** A question about the connection in one spelling, its negation left out. */
  static String text(ConnectionPart part) {
    return switch (part) {
      case ConnectionPart.Protocol p -> "ctproto " + p.number();
      case ConnectionPart.InNetwork p -> "ct " + p.original() + p.end() + p.network();
      case ConnectionPart.Port p -> "ct " + p.original() + p.end() + p.ports();
      case ConnectionPart.Status p -> "ctstatus " + p.statuses();
      case ConnectionPart.Expiry p -> "ctexpire " + p.seconds();
      case ConnectionPart.States p -> "";
      case ConnectionPart.Direction p -> "";
    };
  }

  /** How many fields they have. */
  int fields() {
    return 2 * numbers.size();
  }

  Optional<Integer> field(String text) {
    return Optional.ofNullable(numbers.get(text)).map(number -> first + 2 * number);
  }

  /** What becomes of the answers where a step does this. */
  List<Assign> after(Action action) {
    return renewed(text -> reads(text, action));
  }

  /** What becomes of those that were asked already, where conntrack translates a destination. */
  List<Assign> afterTranslation(BitSet asked) {
    return renewed(
        text -> asked.get(field(text).orElseThrow()) && readsDestination(module(text), text));
  }

  /** What becomes of those that were asked already, where a table is passed that is not known. */
  List<Assign> afterAnything(BitSet asked) {
    return renewed(text -> asked.get(field(text).orElseThrow()) && !module(text).equals("owner"));
  }

  /** What becomes of those that were asked already, at the next hook: the TTL may be another. */
  List<Assign> afterHook(BitSet asked) {
    return renewed(
        text -> asked.get(field(text).orElseThrow()) && readsMoreThanHeaders(module(text), text));
  }

  private List<Assign> renewed(Predicate<String> which) {
    List<Assign> assigns = new ArrayList<>();
    numbers.keySet().stream()
        .filter(which)
        .flatMap(text -> field(text).stream())
        .sorted()
        .forEach(field -> {
          assigns.add(new Assign.Copy(field, field + 1));
          assigns.add(new Assign.Unknown(field + 1));
        });
    return assigns;
  }

  /** Whether what a step does may change the answer. */
  private boolean reads(String text, Action action) {
    String module = module(text);
    return switch (action) {
      case Action.SetMark set -> readsMarks(module);
      case Action.SetConnMark set -> readsMarks(module);
      case Action.SaveMark save -> readsMarks(module);
      case Action.RestoreMark restore -> readsMarks(module);
      case Action.Rewrite to -> readsDestination(module, text);
      case Action.Redirect to -> readsDestination(module, text);
      case Action.Netmap to -> readsDestination(module, text);
      case Action.Change change ->
          change.changes().stream()
              .anyMatch(what ->
                  switch (what) {
                    case "mark" -> readsMarks(module);
                    case "sets" -> module.equals("set");
                    default -> !module.equals("owner");
                  });
      default -> true;
    };
  }

  private String module(String text) {
    return modules.getOrDefault(text, "");
  }

  private static boolean readsMarks(String module) {
    return !WITHOUT_MARKS.contains(module);
  }

  private static boolean readsMoreThanHeaders(String module, String text) {
    return !SAME_AT_ALL_HOOKS.contains(module) && !ONE_END.matcher(text).matches();
  }

  private static boolean readsDestination(String module, String text) {
    return !WITHOUT_ADDRESSES.contains(module) && !SOURCES.matcher(text).matches();
  }
}
