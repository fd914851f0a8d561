package dev.fwlint.isolation;

import dev.fwlint.isolation.Dump.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** What hands and programs do to a ruleset, each change by itself. */
final class Mutations {
  private static final Pattern TARGET = Pattern.compile(" -[jg] \\S+.*$");
  private static final Pattern PLACE = Pattern.compile(" (! )?-[iosd] \\S+");
  private static final List<String> TARGETS = List.of("ACCEPT", "DROP", "RETURN");

  private final Dump dump;
  private final List<Mutant> mutants = new ArrayList<>();

  private Mutations(String ruleset) {
    dump = new Dump(ruleset);
    for (Rule rule : dump.rules()) {
      add("delete " + rule.text(), dump.without(List.of(rule)));
      retarget(rule);
      widen(rule);
      displace(rule);
    }
    flush();
    dump.policy("FORWARD").ifPresent(this::turn);
    Insertions.into(ruleset).forEach((change, lines) -> add(change, dump.inserted(lines)));
    mark();
  }

  /** All single changes. */
  static List<Mutant> of(String ruleset) {
    return List.copyOf(new Mutations(ruleset).mutants);
  }

  /** Two changes at once. */
  static Mutant two(String ruleset, Random random) {
    List<Mutant> ones = of(ruleset);
    Mutant first = ones.get(random.nextInt(ones.size()));
    List<Mutant> others = of(first.ruleset());
    Mutant second = others.get(random.nextInt(others.size()));
    return new Mutant(first.change() + "; " + second.change(), second.ruleset());
  }

  /** Two rules of a chain in each other's place. */
  static Mutant swapped(String ruleset, Random random) {
    Dump dump = new Dump(ruleset);
    List<Rule> many = dump.rules().stream().filter(r -> dump.siblings(r).size() > 1).toList();
    Rule one = many.get(random.nextInt(many.size()));
    List<Rule> others = dump.siblings(one).stream().filter(r -> !r.equals(one)).toList();
    Rule other = others.get(random.nextInt(others.size()));
    String change = "swap %s and %s".formatted(one.text(), other.text());
    return new Mutant(change, dump.swapped(one, other));
  }

  private void add(String change, String ruleset) {
    mutants.add(new Mutant(change, ruleset));
  }

  private void retarget(Rule rule) {
    for (String target : TARGETS) {
      boolean legal = !(rule.table().equals("nat") && target.equals("DROP"));
      if (legal && !rule.target().equals(target)) {
        String instead = TARGET.matcher(rule.text()).replaceFirst(" -j " + target);
        add("%s for %s".formatted(target, rule.text()), dump.with(rule, instead));
      }
    }
  }

  /**
   * Without one of its conditions on interfaces and addresses. By the interfaces, a rule that lets
   * in a port tells whose it is.
   */
  private void widen(Rule rule) {
    boolean port = rule.chain().equals("DOCKER") && rule.text().contains(" -p ");
    PLACE
        .matcher(rule.text())
        .results()
        .filter(place -> !port || place.group().startsWith(" -d"))
        .forEach(place -> {
          String instead =
              rule.text().substring(0, place.start()) + rule.text().substring(place.end());
          add("no%s in %s".formatted(place.group(), rule.text()), dump.with(rule, instead));
        });
  }

  /** In its neighbour's place, first, and last. */
  private void displace(Rule rule) {
    List<Rule> siblings = dump.siblings(rule);
    int at = siblings.indexOf(rule);
    if (at > 0) {
      add("first " + rule.text(), dump.moved(rule, siblings.getFirst()));
    }
    if (at < siblings.size() - 1) {
      Rule next = siblings.get(at + 1);
      add("swap %s and %s".formatted(rule.text(), next.text()), dump.swapped(rule, next));
      add("last " + rule.text(), dump.moved(rule, siblings.getLast()));
    }
  }

  private void flush() {
    for (Rule rule : dump.rules()) {
      List<Rule> chain = dump.siblings(rule);
      if (rule.equals(chain.getFirst()) && chain.size() > 1) {
        add("flush %s/%s".formatted(rule.table(), rule.chain()), dump.without(chain));
      }
    }
  }

  private void turn(Rule policy) {
    boolean drops = policy.text().contains(" DROP ");
    String other = drops ? "ACCEPT" : "DROP";
    String from = drops ? " DROP " : " ACCEPT ";
    add("policy " + other, dump.with(policy, policy.text().replace(from, " " + other + " ")));
  }

  /** A mark that is set early, and a rule that accepts by it. */
  private void mark() {
    String marked = dump.inserted(List.of("-A FORWARD -m mark --mark 0x7 -j ACCEPT"));
    for (String which : List.of("-p tcp -m tcp --dport 61234", "-i docker0", "! -i docker0")) {
      List<String> lines =
          List.of(
              ":PREROUTING ACCEPT [0:0]",
              "-A PREROUTING %s -j MARK --set-xmark 0x7/0xffffffff".formatted(which));
      add("mark and accept " + which, new Dump(marked).withTable("mangle", lines));
    }
  }
}
