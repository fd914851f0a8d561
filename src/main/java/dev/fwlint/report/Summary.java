package dev.fwlint.report;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many findings of each level there are, and in how many files was looked. */
record Summary(Map<Severity, Integer> counts, int files) {
  static Summary of(Report report) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    for (Report.FileReport file : report.files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        counts.merge(diagnosis.severity(), 1, Integer::sum);
      }
    }
    return new Summary(counts, report.files().size());
  }

  int count(Severity severity) {
    return counts.getOrDefault(severity, 0);
  }

  int findings() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@code 2 errors, 1 warning in 1 file}, or {@code no findings in 1 file}. */
  String sentence() {
    String what =
        List.of(Severity.values()).reversed().stream()
            .filter(severity -> count(severity) > 0)
            .map(severity -> counted(count(severity), severity.level()))
            .collect(Collectors.joining(", "));
    return (what.isEmpty() ? "no findings" : what) + " in " + counted(files, "file");
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
