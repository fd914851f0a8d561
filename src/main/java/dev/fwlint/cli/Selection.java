package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.catalog.Page;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which rules run: {@code --select} and {@code --ignore}, by id or category. */
final class Selection {
  private Selection() {}

  static Predicate<Page> of(List<String> select, List<String> ignore) {
    check(select);
    check(ignore);
    return page -> (select.isEmpty() || names(select, page)) && !names(ignore, page);
  }

  private static boolean names(List<String> words, Page page) {
    return words.contains(page.id()) || words.contains(page.category());
  }

  private static void check(List<String> words) {
    TreeSet<String> known = new TreeSet<>();
    Linter.catalog()
        .pages()
        .forEach(page -> {
          known.add(page.id());
          known.add(page.category());
        });
    for (String word : words) {
      if (!known.contains(word)) {
        throw new UsageException(
            "there is no rule or category %s (see 'fwlint rules')"
                .formatted(Messages.quoted(word)));
      }
    }
  }
}
