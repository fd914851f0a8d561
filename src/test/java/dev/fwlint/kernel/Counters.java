package dev.fwlint.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many packets each rule and each policy has counted.
 *
 * @param rejecting the rules that answer and end a packet
 */
record Counters(Map<Place, Long> rules, Map<Place, Long> policies, TreeSet<Place> rejecting) {
  private static final Pattern TABLE = Pattern.compile("\\*(\\S+)");
  private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+) \\[(\\d+):\\d+]");
  private static final Pattern RULE = Pattern.compile("\\[(\\d+):\\d+] -A (\\S+)(.*)");
  private static final Pattern REJECT = Pattern.compile(" -j REJECT( |$)");

  /** A rule of a chain, by its number from 1, or a chain's policy, whose number is 0. */
  record Place(String table, String chain, int index) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTable = table.compareTo(other.table);
      int byChain = byTable != 0 ? byTable : chain.compareTo(other.chain);
      return byChain != 0 ? byChain : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
      return index == 0 ? table + "/" + chain : table + "/" + chain + "/" + index;
    }
  }

  static Counters none() {
    return new Counters(new HashMap<>(), new HashMap<>(), new TreeSet<>());
  }

  /** Reads what {@code iptables-save -c} prints. */
  static Counters read(List<String> lines) {
    Counters counters = none();
    Map<String, Integer> sizes = new HashMap<>();
    String table = "";
    for (String line : lines) {
      Matcher rule = RULE.matcher(line);
      Matcher chain = CHAIN.matcher(line);
      Matcher header = TABLE.matcher(line);
      if (rule.matches()) {
        int index = sizes.merge(rule.group(2), 1, Integer::sum);
        counters.add(new Place(table, rule.group(2), index), rule);
      } else if (chain.matches() && !chain.group(2).equals("-")) {
        counters.policies.put(new Place(table, chain.group(1), 0), Long.parseLong(chain.group(3)));
      } else if (header.matches()) {
        table = header.group(1);
        sizes.clear();
      }
    }
    return counters;
  }

  private void add(Place place, Matcher rule) {
    rules.put(place, Long.parseLong(rule.group(1)));
    if (REJECT.matcher(rule.group(3)).find()) {
      rejecting.add(place);
    }
  }

  SortedMap<Place, Long> rulesSince(Counters before) {
    return risen(before.rules, rules);
  }

  SortedMap<Place, Long> policiesSince(Counters before) {
    return risen(before.policies, policies);
  }

  private static SortedMap<Place, Long> risen(Map<Place, Long> before, Map<Place, Long> after) {
    SortedMap<Place, Long> risen = new TreeMap<>();
    after.forEach((place, count) -> {
      long more = count - before.getOrDefault(place, 0L);
      if (more != 0) {
        risen.put(place, more);
      }
    });
    return risen;
  }
}
