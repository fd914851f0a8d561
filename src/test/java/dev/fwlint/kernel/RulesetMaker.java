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

  private static final int USER_CHAINS = 3;
  private static final int MOST_RULES = 6;

  private final Random random;
  private final MatchMaker matches;
  private final boolean v6;

  RulesetMaker(long seed, Family family) {
    random = new Random(seed);
    v6 = family == Family.IPV6;
    matches = new MatchMaker(random, v6);
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
      String rule = matches.of(chain, !target.startsWith(" -p ")) + target;
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
      default -> special(table, chain);
    };
  }

  private String special(String table, String chain) {
    return switch (table) {
      case "raw" -> one(" -j CT --notrack", " -j MARK --set-mark 0x1", " -j TRACE");
      case "mangle" ->
          one(
              " -j MARK --set-xmark 0x2/0x3",
              " -j MARK --or-mark 0x4",
              " -j CONNMARK --set-mark 0x1",
              " -j CONNMARK --save-mark",
              " -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0xf",
              v6 ? " -j HL --hl-dec 1" : " -j TTL --ttl-inc 1",
              v6 ? " -j HL --hl-set 1" : " -j TTL --ttl-set 1");
      case "nat" -> nat(chain);
      case "filter" -> one(" -j REJECT", " -j LOG", " -j MARK --set-mark 0x1");
      default -> " -j LOG";
    };
  }

  private String nat(String chain) {
    return switch (chain) {
      case "PREROUTING", "OUTPUT" ->
          one(
              v6 ? " -j DNAT --to-destination fd00:2::2" : " -j DNAT --to-destination 10.2.0.2",
              v6 ? " -j NETMAP --to fd00:3::/64" : " -j NETMAP --to 10.3.0.0/24",
              " -p tcp -j REDIRECT --to-ports 81",
              v6
                  ? " -p tcp -j DNAT --to-destination [fd00:2::2]:81"
                  : " -p tcp -j DNAT --to-destination 10.2.0.2:81");
      case "POSTROUTING" ->
          one(
              " -j MASQUERADE",
              v6 ? " -j SNAT --to-source fd00:9::9" : " -j SNAT --to-source 10.9.9.9");
      case "INPUT" -> v6 ? " -j SNAT --to-source fd00:9::9" : " -j SNAT --to-source 10.9.9.9";
      default -> " -j RETURN";
    };
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
