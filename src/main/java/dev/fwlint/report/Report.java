package dev.fwlint.report;

import dev.fwlint.catalog.Catalog;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.source.SourceFile;
import java.util.List;

/**
 * What one run found, file by file in the order they were named; the diagnoses of a file in the
 * order of its lines.
 */
public record Report(Catalog catalog, List<FileReport> files) {
  public Report {
    files = List.copyOf(files);
  }

  /** One file's findings. */
  public record FileReport(SourceFile source, List<Diagnosis> diagnoses) {
    public FileReport {
      diagnoses = List.copyOf(diagnoses);
    }
  }
}
