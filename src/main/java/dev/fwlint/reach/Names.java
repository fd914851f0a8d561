package dev.fwlint.reach;

import dev.fwlint.model.Condition;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.packets.IntervalSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The interfaces that a ruleset tells apart, as numbers: every name it mentions, for every prefix
 * another name that begins with it, and one that it does not mention at all. Names are in their
 * order as text, so that all that begin with a prefix are neighbours. Number 0 is no interface.
 */
final class Names {
  static final int NONE = 0;

  private static final int LONGEST = 15;

  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int other;

  /** For each prefix, the name that stands for all that begin with it and with no longer one. */
  private final Map<String, String> ofPrefix;

  private Names(TreeSet<String> all, Map<String, String> ofPrefix, String other) {
    this.ofPrefix = ofPrefix;
    names = new ArrayList<>(all);
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
    this.other = numbers.getOrDefault(other, NONE);
  }

  /**
   * @param devices the interfaces that there are, for the one that no rule mentions
   */
  static Names of(Stream<Condition> conditions, Stream<String> devices) {
    TreeSet<String> exact = new TreeSet<>(List.of("", "lo"));
    TreeSet<String> prefixes = new TreeSet<>();
    conditions.forEach(condition -> {
      if (condition instanceof Condition.Interface named) {
        (named.prefix() ? prefixes : exact).add(named.name());
      } else if (condition instanceof Condition.InSet asked) {
        devices(asked.set()).forEach(by -> (by.prefix() ? prefixes : exact).add(by.name()));
      }
    });
    prefixes.remove("");
    TreeSet<String> all = new TreeSet<>(exact);
    Map<String, String> ofPrefix = new HashMap<>();
    for (String prefix : prefixes) {
      suffixes()
          .map(suffix -> prefix + suffix)
          .filter(name -> name.length() <= LONGEST && isNew(name, prefix, exact, prefixes))
          .findFirst()
          .ifPresent(name -> {
            all.add(name);
            ofPrefix.put(prefix, name);
          });
    }
    String other =
        Stream.of(devices, Stream.of("eth0", "eth1", "ens3", "wan0"), suffixes().map("if"::concat))
            .flatMap(each -> each)
            .filter(name -> isNew(name, "", exact, prefixes))
            .findFirst()
            .orElse("");
    all.add(other);
    return new Names(all, ofPrefix, other);
  }

  /** The interfaces that the elements of a set name, or those of the sets that it lists. */
  private static Stream<Part.Device> devices(IpSet set) {
    return set.elements().stream()
        .flatMap(element -> element.parts().stream())
        .flatMap(part ->
            switch (part) {
              case Part.Device device -> Stream.of(device);
              case Part.Member(IpSet member) -> devices(member);
              default -> Stream.empty();
            });
  }

  /** The interfaces by which a packet comes that has a MAC address. */
  IntervalSet withMac() {
    IntervalSet without = IntervalSet.of(NONE).union(IntervalSet.of(number("lo")));
    return without.complement(names.size() - 1L);
  }

  private static Stream<String> suffixes() {
    return Stream.iterate(0, i -> i + 1).limit(200).map(String::valueOf);
  }

  /** Whether no rule mentions the name and no longer prefix takes it. */
  private static boolean isNew(
      String name, String own, TreeSet<String> exact, TreeSet<String> prefixes) {
    return !exact.contains(name)
        && prefixes.stream().noneMatch(p -> p.length() > own.length() && name.startsWith(p));
  }

  int count() {
    return names.size();
  }

  /** The name of a number; empty for no interface. */
  String name(long number) {
    return names.get((int) number);
  }

  /** That of an interface, or of one that the ruleset does not tell from it. */
  int number(String name) {
    Integer known = numbers.get(name);
    for (int length = name.length(); known == null && length > 0; length--) {
      known = numbers.get(ofPrefix.get(name.substring(0, length)));
    }
    return known == null ? other : known;
  }

  /** The interface that no rule mentions. */
  int other() {
    return other;
  }

  IntervalSet values(Condition.Interface asked) {
    if (!asked.prefix()) {
      return IntervalSet.of(number(asked.name()));
    }
    int[] with =
        java.util.stream.IntStream.range(0, names.size())
            .filter(i -> names.get(i).startsWith(asked.name()))
            .toArray();
    return with.length == 0 ? IntervalSet.EMPTY : IntervalSet.of(with[0], with[with.length - 1]);
  }

  @Override
  public String toString() {
    return Arrays.toString(names.toArray());
  }
}
