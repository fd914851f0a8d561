package dev.fwlint.catalog;

import java.util.List;
import java.util.Optional;

/** All pages, ordered by id. */
public record Catalog(List<Page> pages) {
  public Catalog {
    pages = List.copyOf(pages);
  }

  public Optional<Page> page(String id) {
    return pages.stream().filter(page -> page.id().equals(id)).findFirst();
  }
}
