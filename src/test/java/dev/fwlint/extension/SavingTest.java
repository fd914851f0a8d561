package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the tables say of saving is itself said as iptables-save would. */
class SavingTest {
  @TestFactory
  Stream<DynamicTest> everyValueOfTheTablesIsWrittenAsItStandsThere() {
    return Stream.of(Family.values())
        .flatMap(family ->
            Stream.of(Kind.values())
                .flatMap(kind -> Extensions.all(kind, family))
                .flatMap(extension ->
                    extension.options().stream().map(o -> test(extension, o, family))));
  }

  private static DynamicTest test(Extension extension, OptionKind option, Family family) {
    return DynamicTest.dynamicTest(
        "%s %s --%s".formatted(family, extension.name(), option.name()),
        () -> {
          Saving saving = option.saving();
          List<String> values =
              Stream.of(saving.otherwise(family), saving.unless(), saving.never())
                  .flatMap(value -> value.stream())
                  .filter(value -> !value.isEmpty())
                  .toList();
          for (String value : values) {
            ValueKind kind = option.values().getFirst();
            assertEquals(value, kind.write(read(kind, value, family)));
          }
          saving.negatedAs().ifPresent(name -> extension.option(name.substring(2)).orElseThrow());
          saving.as().stream()
              .limit(1)
              .forEach(name -> extension.option(name.substring(2)).orElseThrow());
        });
  }

  private static Value read(ValueKind kind, String text, Family family) {
    return assertInstanceOf(Reading.Good.class, kind.read(text, Scope.of(family))).value();
  }
}
