package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.source.Span;
import java.util.List;

/** What single extensions ask of their options beyond what the tables can say. */
final class Particulars {
  private Particulars() {}

  static void check(
      Extension extension, List<Option> options, Span place, Scope scope, List<Problem> problems) {
  }
}
