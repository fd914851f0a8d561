package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  static Family family(String name) {
    return name.endsWith("6") ? Family.IPV6 : Family.IPV4;
  }
}
