package dev.fwlint.kernel;

import dev.fwlint.FixtureFacts;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rulesets among the fixtures. */
final class Fixtures {
  private static final Path FOLDER = Path.of("test-fixtures");

  private Fixtures() {}

  /** Those of some of the folders, by name. */
  static List<SourceFile> of(String... folders) throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(file -> file.toString().matches(".*\\.v[46]"))
          .filter(file -> List.of(folders).contains(FOLDER.relativize(file).getName(0).toString()))
          .sorted()
          .map(Fixtures::read)
          .toList();
    }
  }

  private static SourceFile read(Path file) {
    try {
      return new SourceFile(FOLDER.relativize(file).toString(), Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What lies beside one. */
  static Facts facts(SourceFile fixture) {
    try {
      return FixtureFacts.of(FOLDER.resolve(fixture.name()));
    } catch (IOException | FactsFormatException unreadable) {
      throw new IllegalStateException(fixture.name(), unreadable);
    }
  }

  /** Its sets as ipset saves them; nothing where it has none. */
  static String sets(SourceFile fixture) throws IOException {
    Optional<Path> sets = FixtureFacts.sets(FOLDER.resolve(fixture.name()));
    return sets.isPresent() ? Files.readString(sets.get()) : "";
  }

  static Family family(String name) {
    return name.endsWith("6") ? Family.IPV6 : Family.IPV4;
  }
}
