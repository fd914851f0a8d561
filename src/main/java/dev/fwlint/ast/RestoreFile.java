package dev.fwlint.ast;

import dev.fwlint.source.SourceFile;
import java.util.List;

/** A restore file: its lines in order, and what its reader could not make sense of. */
public record RestoreFile(
    SourceFile source, Family family, List<Line> lines, List<Problem> problems) {
  public RestoreFile {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }
}
