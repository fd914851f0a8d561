package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.RestoreFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ruleset as the kernel would hold it.
 *
 * @param tables by name; a table that the file does not have is not there, and what it does is not
 *     known
 * @param problems all that keeps the file, or a part of it, from loading: the reader's and the
 *     model's own, in the order of the file. What could be understood is in {@code tables} all the
 *     same
 * @param facts what is known of the host beside it
 */
public record Firewall(
    RestoreFile file,
    Family family,
    Map<String, Table> tables,
    List<Problem> problems,
    Facts facts) {
  public Firewall {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    problems = List.copyOf(problems);
  }

  public Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  public Optional<Chain> chain(String table, String chain) {
    return table(table).flatMap(found -> found.chain(chain));
  }

  /** The steps of a chain; none where there is no such chain. */
  public Stream<Step> steps(String table, String chain) {
    return chain(table, chain).stream().flatMap(found -> found.steps().stream());
  }

  /** Every chain of every table, in the order of the file. */
  public Stream<Chain> chains() {
    return tables.values().stream().flatMap(table -> table.chains().values().stream());
  }

  /** Every step of every chain. */
  public Stream<Step> steps() {
    return chains().flatMap(chain -> chain.steps().stream());
  }
}
