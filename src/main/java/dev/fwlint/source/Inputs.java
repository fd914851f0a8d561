package dev.fwlint.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that paths name; `-` is standard input. */
public final class Inputs {
  private Inputs() {}

  /**
   * One file to read.
   *
   * @param named whether the user named it; one that was found in a folder may be something else
   *     altogether
   */
  public record Input(String name, boolean named) {
    public boolean isStandardInput() {
      return name.equals("-");
    }
  }

  /**
   * The files of all paths: a file as itself, a folder as the files below it in the order of their
   * names.
   */
  public static List<Input> find(List<String> paths) {
    List<Input> found = new ArrayList<>();
    for (String path : paths) {
      if (!path.equals("-") && isDirectory(path)) {
        below(path).sorted().map(file -> new Input(file, false)).forEach(found::add);
      } else {
        found.add(new Input(path, true));
      }
    }
    return found.stream().distinct().toList();
  }

  private static boolean isDirectory(String path) {
    try {
      // one that cannot be read is named as such when it is read
      return !path.isEmpty() && Files.isDirectory(Path.of(path)) && Files.isReadable(Path.of(path));
    } catch (InvalidPathException notAPath) {
      return false;
    }
  }

  /** Links are not followed, and hidden folders such as .git are left out. */
  private static Stream<String> below(String folder) {
    List<String> files = new ArrayList<>();
    Path root = Path.of(folder);
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean hidden =
                  !dir.equals(root) && String.valueOf(dir.getFileName()).startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                files.add(file.normalize().toString());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      return files.stream();
    }
    return files.stream();
  }

  /** Reads an input. */
  public static SourceFile read(Input input) throws UnreadableException {
    if (!input.isStandardInput()) {
      try {
        return SourceReader.read(Path.of(input.name()), input.name());
      } catch (InvalidPathException notAPath) {
        throw new UnreadableException("there is no such file");
      }
    }
    try {
      return SourceReader.read(System.in, input.name());
    } catch (IOException failed) {
      throw new UnreadableException("it cannot be read");
    }
  }
}
