package dev.fwlint;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.catalog.Catalog;
import dev.fwlint.catalog.CatalogReader;
import dev.fwlint.catalog.Page;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Facts;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.parse.InputKind;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.report.Report;
import dev.fwlint.report.Report.FileReport;
import dev.fwlint.rules.Rule;
import dev.fwlint.rules.Rules;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** From files to findings: read, load, ask each rule, confirm each example, order. */
public final class Linter {
  private static final Comparator<Diagnosis> BY_PLACE =
      Comparator.comparingInt((Diagnosis diagnosis) -> diagnosis.finding().at().start())
          .thenComparing(Diagnosis::rule)
          .thenComparing(diagnosis -> diagnosis.finding().message());

  private static final Catalog CATALOG = CatalogReader.read(Rules.ids());

  private final Predicate<Page> selected;
  private final Optional<Family> family;
  private final Facts facts;

  /** All rules, on files whose family their content tells. */
  public Linter() {
    this(page -> true, Optional.empty());
  }

  /**
   * @param selected which rules run
   * @param family the family of every file; nothing where the content is to tell
   */
  public Linter(Predicate<Page> selected, Optional<Family> family) {
    this(selected, family, Facts.NONE);
  }

  /**
   * @param selected which rules run
   * @param family the family of every file; nothing where the content is to tell
   * @param facts what is known of the host beside its ruleset
   */
  public Linter(Predicate<Page> selected, Optional<Family> family, Facts facts) {
    this.selected = selected;
    this.family = family;
    this.facts = facts;
  }

  /** What each rule promises. */
  public static Catalog catalog() {
    return CATALOG;
  }

  /** Everything that is wrong with these files, and which of them do not load. */
  public Result lint(List<SourceFile> sources) {
    return lint(
        sources,
        (source, failure) -> {
          throw failure;
        });
  }

  /**
   * The same, going on with the next file where a mistake of fwlint's own ends one.
   *
   * @param failed is told of it
   */
  public Result lint(List<SourceFile> sources, BiConsumer<SourceFile, RuntimeException> failed) {
    List<FileReport> reports = new ArrayList<>();
    List<SourceFile> refused = new ArrayList<>();
    for (SourceFile source : sources) {
      try {
        Firewall firewall = load(source, family, facts);
        reports.add(new FileReport(source, diagnoses(firewall)));
        if (loadsNowhere(firewall)) {
          refused.add(source);
        }
      } catch (RuntimeException failure) {
        failed.accept(source, failure);
        refused.add(source);
      }
    }
    return new Result(new Report(CATALOG, reports), refused);
  }

  /**
   * @param refused the files that no backend loads, so that some of what they say could not be
   *     analysed
   */
  public record Result(Report report, List<SourceFile> refused) {}

  /** Reads a file and builds its model, whatever state it is in. */
  public static Firewall load(SourceFile source, Optional<Family> family) {
    return load(source, family, Facts.NONE);
  }

  /** The same, on a host of which something is known. */
  public static Firewall load(SourceFile source, Optional<Family> family, Facts facts) {
    Family known = family.orElseGet(() -> InputKind.family(source));
    RestoreFile file = RestoreReader.read(source, known);
    return Loader.load(file, facts);
  }

  /** Whether both backends refuse a part of the file. */
  public static boolean loadsNowhere(Firewall firewall) {
    return Arrays.stream(Backend.values())
        .allMatch(backend ->
            firewall.problems().stream()
                .anyMatch(problem -> problem.refusedBy().contains(backend)));
  }

  private List<Diagnosis> diagnoses(Firewall firewall) {
    Confirmation confirmation = new Confirmation(firewall);
    return Rules.ALL.stream()
        .flatMap(rule -> diagnoses(rule, firewall, confirmation))
        .sorted(BY_PLACE)
        .toList();
  }

  private Stream<Diagnosis> diagnoses(Rule rule, Firewall firewall, Confirmation confirmation) {
    Page page = CATALOG.page(Rules.id(rule)).orElseThrow();
    if (!selected.test(page)) {
      return Stream.empty();
    }
    return rule.check(firewall)
        .filter(confirmation::stands)
        .map(finding ->
            new Diagnosis(page.id(), severity(page, finding), finding, confirmation.walk(finding)));
  }

  private static Severity severity(Page page, Finding finding) {
    return finding
        .lowered()
        .filter(lowered -> lowered.compareTo(page.severity()) < 0)
        .orElse(page.severity());
  }
}
