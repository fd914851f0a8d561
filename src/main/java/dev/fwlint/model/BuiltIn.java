package dev.fwlint.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernel's tables and the built-in chains of each: iptables(8), "TABLES". */
public final class BuiltIn {
  private static final Map<String, Set<Hook>> TABLES =
      Map.of(
          "raw", EnumSet.of(Hook.PREROUTING, Hook.OUTPUT),
          "mangle", EnumSet.allOf(Hook.class),
          "nat", EnumSet.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING),
          "filter", EnumSet.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
          "security", EnumSet.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));

  private BuiltIn() {}

  /** The names of all tables. */
  public static List<String> tables() {
    return List.of("raw", "mangle", "nat", "filter", "security");
  }

  /** The built-in chains of a table, none where there is no such table. */
  public static Set<Hook> chains(String table) {
    return TABLES.getOrDefault(table, Set.of());
  }

  /** The hook of a built-in chain of a table. */
  public static Optional<Hook> hook(String table, String chain) {
    return chains(table).stream().filter(hook -> hook.name().equals(chain)).findFirst();
  }
}
