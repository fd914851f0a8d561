package dev.fwlint.print;

import dev.fwlint.ast.Counters;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.model.Chain;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of built-in chains: they come with the policy, from the line that sets it last. A
 * table that begins anew has none.
 */
final class PolicyCounters {
  private final Map<String, Map<String, Counters>> ofTables = new HashMap<>();

  private PolicyCounters() {}

  static PolicyCounters of(RestoreFile file) {
    PolicyCounters all = new PolicyCounters();
    Map<String, Counters> table = all.begin("filter");
    for (Line line : file.lines()) {
      switch (line) {
        case Line.TableHeader header -> table = all.begin(header.table().text());
        case Line.ChainHeader header when !header.policy().text().equals("-") -> {
          table.remove(header.chain().text());
          if (header.counters().isPresent()) {
            table.put(header.chain().text(), header.counters().get());
          }
        }
        case Line.Command command when command.operation() instanceof Operation.Policy policy ->
            table.remove(policy.chain().text());
        default -> {}
      }
    }
    return all;
  }

  private Map<String, Counters> begin(String table) {
    Map<String, Counters> none = new HashMap<>();
    ofTables.put(table, none);
    return none;
  }

  Optional<Counters> of(Chain chain) {
    return chain.builtIn()
        ? Optional.ofNullable(ofTables.getOrDefault(chain.table(), Map.of()).get(chain.name()))
        : Optional.empty();
  }
}
