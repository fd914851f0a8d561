package dev.fwlint.model;

import dev.fwlint.ast.Line;
import java.util.List;

/**
 * A rule as the kernel holds it, in its place. A line with {@code -s a,b} makes several.
 *
 * @param table the table's name
 * @param index the rule's number in its chain, from 1
 * @param origin the line that made it
 */
public record Step(
    String table,
    String chain,
    int index,
    List<Condition> conditions,
    Action action,
    Line.Command origin) {
  public Step {
    conditions = List.copyOf(conditions);
  }

  /** As {@code filter/FORWARD/5}. */
  public String path() {
    return table + "/" + chain + "/" + index;
  }

  /** Of its place alone: what it asks can be long, and steps are looked up often. */
  @Override
  public int hashCode() {
    return 31 * (31 * table.hashCode() + chain.hashCode()) + index;
  }
}
