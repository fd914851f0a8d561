package dev.fwlint.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a ruleset, line by line, to make others of. */
final class Dump {
  private static final Pattern RULE = Pattern.compile("-A (\\S+) .*");

  private final List<String> lines;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Rule> policies = new ArrayList<>();

  /** The line of a rule, or of the policy of a chain. */
  record Rule(int line, String table, String chain, String text) {
    String target() {
      return text.replaceFirst(".* -[jg] (\\S+).*", "$1");
    }
  }

  Dump(String text) {
    lines = text.lines().toList();
    String table = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher rule = RULE.matcher(line);
      if (line.startsWith("*")) {
        table = line.substring(1);
      } else if (rule.matches()) {
        rules.add(new Rule(i, table, rule.group(1), line));
      } else if (line.matches(":\\S+ [A-Z]+ .*")) {
        policies.add(new Rule(i, table, line.split("[: ]")[1], line));
      }
    }
  }

  List<Rule> rules() {
    return rules;
  }

  Optional<Rule> policy(String chain) {
    return policies.stream()
        .filter(policy -> policy.table().equals("filter") && policy.chain().equals(chain))
        .findFirst();
  }

  boolean declares(String chain) {
    return lines.stream().anyMatch(line -> line.startsWith(":" + chain + " "));
  }

  /** The others of the same chain. */
  List<Rule> siblings(Rule rule) {
    return rules.stream()
        .filter(other -> other.table().equals(rule.table()) && other.chain().equals(rule.chain()))
        .toList();
  }

  String without(List<Rule> gone) {
    List<String> rest = new ArrayList<>(lines);
    gone.reversed().forEach(rule -> rest.remove(rule.line()));
    return text(rest);
  }

  String with(Rule rule, String instead) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(rule.line(), instead);
    return text(changed);
  }

  String swapped(Rule one, Rule other) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(one.line(), other.text());
    changed.set(other.line(), one.text());
    return text(changed);
  }

  /** With a rule where another of its chain is, and that one and the others behind it. */
  String moved(Rule rule, Rule to) {
    List<String> changed = new ArrayList<>(lines);
    changed.add(to.line(), changed.remove(rule.line()));
    return text(changed);
  }

  /** With lines at the head of the filter table's rules, so on top of their chains. */
  String inserted(List<String> more) {
    List<String> changed = new ArrayList<>(lines);
    int at = lines.indexOf("*filter") + 1;
    while (lines.get(at).startsWith(":") || lines.get(at).startsWith("#")) {
      at++;
    }
    changed.addAll(at, more);
    return text(changed);
  }

  /** With a table of rules that the dump may have already, too. */
  String withTable(String name, List<String> more) {
    List<String> changed = new ArrayList<>(lines);
    changed.add("*" + name);
    changed.addAll(more);
    changed.add("COMMIT");
    return text(changed);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
