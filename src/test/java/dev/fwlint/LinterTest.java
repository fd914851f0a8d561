package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinterTest {
  private static final SourceFile ONE = new SourceFile("one", "*filter\nCOMMIT\n");
  private static final SourceFile OTHER = new SourceFile("other", "*filter\nCOMMIT\n");

  @Test
  void aMistakeOfItsOwnEndsOneFileAlone() {
    List<String> failed = new ArrayList<>();
    Linter.Result result =
        mistaken().lint(List.of(ONE, OTHER), (source, failure) -> failed.add(source.name()));
    assertEquals(List.of("one", "other"), failed);
    assertEquals(List.of(ONE, OTHER), result.refused());
    assertEquals(List.of(), result.report().files());
  }

  @Test
  void aMistakeOfItsOwnIsNotHidden() {
    assertThrows(IllegalStateException.class, () -> mistaken().lint(List.of(ONE)));
  }

  private static Linter mistaken() {
    return new Linter(
        page -> {
          throw new IllegalStateException("a mistake");
        },
        Optional.empty());
  }
}
