package dev.fwlint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.fwlint.rules.Rule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One arrow: text goes in on the left, findings come out on the right, and no package looks back.
 */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.fwlint");

  /**
   * What each package may use of the others. The records of {@code model} are made of those of
   * {@code ast}.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("source", Set.of()),
          Map.entry("ast", Set.of("source")),
          Map.entry("extension", Set.of("ast", "source")),
          Map.entry("parse", Set.of("ast", "extension", "source")),
          Map.entry("model", Set.of("ast", "extension", "source")),
          Map.entry("packets", Set.of()),
          Map.entry("reach", Set.of("model", "packets", "ast", "source")),
          Map.entry("trace", Set.of("model", "ast", "source")),
          Map.entry("print", Set.of("model", "ast", "extension", "source")),
          Map.entry("docker", Set.of("model", "reach", "ast", "source")),
          Map.entry("script", Set.of("ast", "parse", "source")),
          Map.entry("finding", Set.of("source")),
          Map.entry("rules", Set.of("model", "reach", "docker", "finding", "ast", "source")),
          Map.entry("catalog", Set.of("finding")),
          Map.entry("fix", Set.of("reach", "model", "ast", "source")),
          Map.entry("diff", Set.of("reach", "model", "ast", "source")),
          Map.entry("matrix", Set.of("reach", "docker", "model", "packets", "ast", "source")),
          Map.entry("baseline", Set.of("finding", "source")),
          Map.entry("report", Set.of("finding", "catalog", "matrix", "source")));

  @TestFactory
  Stream<DynamicTest> packagesUseOnlyWhatTheyMay() {
    return MAY_USE.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    noClasses()
                        .that()
                        .resideInAPackage("dev.fwlint." + entry.getKey())
                        .should()
                        .dependOnClassesThat(areOurs().and(arePartsBeside(entry.getKey())))
                        .allowEmptyShould(true)
                        .check(CLASSES)));
  }

  private static DescribedPredicate<JavaClass> areOurs() {
    return JavaClass.Predicates.resideInAPackage("dev.fwlint..");
  }

  private static DescribedPredicate<JavaClass> arePartsBeside(String name) {
    Set<String> open = new TreeSet<>(MAY_USE.getOrDefault(name, Set.of()));
    open.add(name);
    return DescribedPredicate.describe(
        "are not in " + open,
        used -> !open.contains(used.getPackageName().replaceFirst("^dev\\.fwlint\\.?", "")));
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> named = new TreeSet<>(MAY_USE.keySet());
    named.add("cli");
    named.add("");
    classes()
        .should(
            new ArchCondition<JavaClass>("be in a package of " + named) {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                String name = item.getPackageName().replaceFirst("^dev\\.fwlint\\.?", "");
                events.add(new SimpleConditionEvent(item, named.contains(name), item.getName()));
              }
            })
        .check(CLASSES);
  }

  @Test
  void noCycles() {
    slices().matching("dev.fwlint.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aRuleNeverUsesAnotherRule() {
    classes()
        .that()
        .implement(Rule.class)
        .should(
            new ArchCondition<JavaClass>("use no other rule") {
              @Override
              public void check(JavaClass rule, ConditionEvents events) {
                rule.getDirectDependenciesFromSelf().stream()
                    .filter(use -> !use.getTargetClass().equals(rule))
                    .filter(use -> !use.getTargetClass().isInterface())
                    .filter(use -> use.getTargetClass().isAssignableTo(Rule.class))
                    .forEach(use ->
                        events.add(SimpleConditionEvent.violated(rule, use.getDescription())));
              }
            })
        .check(CLASSES);
  }

  @Test
  void antlrOnlyInParse() {
    only("org.antlr..", "dev.fwlint.parse");
  }

  @Test
  void picocliOnlyInCli() {
    only("picocli..", "dev.fwlint.cli");
  }

  @Test
  void sarifAndDatabindOnlyInReport() {
    only("com.contrastsecurity..", "dev.fwlint.report");
    only("com.fasterxml.jackson.databind..", "dev.fwlint.report");
    only("com.fasterxml.jackson.annotation..", "dev.fwlint.report");
  }

  @Test
  void streamedJsonOnlyForReportsPacketsAndNetworks() {
    only(
        "com.fasterxml.jackson.core..",
        "dev.fwlint.report",
        "dev.fwlint.docker",
        "dev.fwlint.model",
        "dev.fwlint.trace");
  }

  private static void only(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.fwlint.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
