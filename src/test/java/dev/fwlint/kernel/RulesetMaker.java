package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes random rulesets that load: every table, user chains, and what is modelled of matches and
 * targets.
 */
final class RulesetMaker {
  private static final Map<String, List<String>> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("raw", List.of("PREROUTING", "OUTPUT"));
    TABLES.put("mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"));
    TABLES.put("nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"));
    TABLES.put("filter", List.of("INPUT", "FORWARD", "OUTPUT"));
    TABLES.put("security", List.of("INPUT", "FORWARD", "OUTPUT"));
  }

  private static final int USER_CHAINS = 4;
  private static final int MOST_RULES = 6;

  private final Random random;
  private final MatchMaker matches;
  private final Targets targets;

  RulesetMaker(long seed, Family family) {
    random = new Random(seed);
    boolean v6 = family == Family.IPV6;
    matches = new MatchMaker(random, v6);
    targets = new Targets(random, v6);
  }

  String make() {
    StringBuilder text = new StringBuilder();
    TABLES.forEach((table, chains) -> {
      if (random.nextInt(4) > 0) {
        table(text, table, chains);
      }
    });
    return text.isEmpty() ? "*filter\nCOMMIT\n" : text.toString();
  }

  private void table(StringBuilder text, String table, List<String> chains) {
    text.append("*").append(table).append('\n');
    List<String> declared = new ArrayList<>();
    for (String chain : chains) {
      if (random.nextInt(6) > 0) {
        boolean drops = !table.equals("nat") && random.nextInt(6) == 0;
        text.append(":%s %s [0:0]\n".formatted(chain, drops ? "DROP" : "ACCEPT"));
        declared.add(chain);
      }
    }
    for (int i = 0; i < USER_CHAINS; i++) {
      text.append(":U%d - [0:0]\n".formatted(i));
    }
    for (String chain : declared) {
      rules(text, table, chain, 0);
    }
    for (int i = 0; i < USER_CHAINS; i++) {
      rules(text, table, "U" + i, i + 1);
    }
    text.append("COMMIT\n");
  }

  private void rules(StringBuilder text, String table, String chain, int firstCallable) {
    for (int i = random.nextInt(MOST_RULES); i >= 0; i--) {
      String target = target(table, chain, firstCallable);
      String rule = matches.of(table, chain, !target.startsWith(" -p ")) + target;
      text.append("-A ").append(chain).append(rule).append('\n');
    }
  }

  private String target(String table, String chain, int firstCallable) {
    if (firstCallable < USER_CHAINS && random.nextInt(3) == 0) {
      int callee = firstCallable + random.nextInt(USER_CHAINS - firstCallable);
      return (random.nextInt(3) == 0 ? " -g U" : " -j U") + callee;
    }
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> " -j RETURN";
      case 2 -> " -j ACCEPT";
      case 3 -> table.equals("nat") ? " -j RETURN" : " -j DROP";
      default -> targets.of(table, chain);
    };
  }
}
