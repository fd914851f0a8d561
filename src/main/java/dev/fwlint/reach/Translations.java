package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packets that a rule on the way turns into those that are asked for: a published port is asked for
 * at the address of its container, and most packets that come there were sent to the host. They are
 * guesses, to be tried.
 */
final class Translations {
  /** So many rules are tried that set what is asked for. */
  private static final int MOST = 4;

  private final Map<Code, Setters> setters = new HashMap<>();

  /** That a step gives a field this value. */
  private record Setting(int field, long value) {}

  /** The steps of a built-in chain and all that it leads to that give fields a fixed value. */
  private static final class Setters {
    final Map<Setting, List<Site>> sites = new HashMap<>();

    /** The jump by which each chain was found. */
    final Map<Code, Site> cameBy = new HashMap<>();

    Setters(Code builtIn) {
      Deque<Code> open = new ArrayDeque<>(List.of(builtIn));
      while (!open.isEmpty()) {
        Code code = open.remove();
        for (int place = 0; place < code.ops().size(); place++) {
          Site site = new Site(code, place);
          add(site);
          Optional<Code> target = site.op().target().filter(to -> to != builtIn);
          if (target.isPresent() && cameBy.putIfAbsent(target.get(), site) == null) {
            open.add(target.get());
          }
        }
      }
    }

    private void add(Site site) {
      for (Assign assign : site.op().assigns()) {
        if (assign instanceof Assign.Constant(int field, long value)) {
          sites.computeIfAbsent(new Setting(field, value), _ -> new ArrayList<>()).add(site);
        }
      }
    }

    /** The fewest that give a field the only value that a box has for it. */
    List<Site> of(Product box) {
      return box.fields()
          .filter(field -> box.set(field).size() == 1)
          .mapToObj(field -> sites.get(new Setting(field, box.set(field).min())))
          .filter(found -> found != null)
          .min((one, other) -> Integer.compare(one.size(), other.size()))
          .orElse(List.of());
    }

    /** What the jumps that lead to a step's chain, and the step itself, ask on top of a box. */
    Product reaching(Site site, Product box) {
      Product result = box;
      for (Site at = site; at != null; at = cameBy.get(at.code())) {
        result = at.op().demand().upperBound(result);
      }
      return result;
    }
  }

  /** Packets as they set out that rules may turn into one that a box holds at the route's end. */
  List<Product> origins(Route route, Product box) {
    List<Product> result = new ArrayList<>();
    for (int i = 0; i < route.legs().size(); i++) {
      Optional<Code> code = route.legs().get(i).code();
      if (code.isPresent() && box.fields().anyMatch(code.get().changes::get)) {
        Setters by = setters.computeIfAbsent(code.get(), Setters::new);
        Route before = new Route(route.legs().subList(0, i + 1));
        for (Product behind :
            new Route(route.legs().subList(i + 1, route.legs().size())).origins(box)) {
          by.of(behind).stream()
              .limit(MOST)
              .map(site -> by.reaching(site, before(site.op(), behind)))
              .filter(asked -> !asked.isEmpty())
              .forEach(asked -> result.addAll(before.origins(asked)));
        }
      }
    }
    return result;
  }

  /** What has to hold before a step, so that a box holds its packets behind it. */
  private static Product before(Op op, Product box) {
    Product result = box;
    for (Assign assign : op.assigns().reversed()) {
      if (assign instanceof Assign.Constant(int field, long value)) {
        result = result.with(field, IntervalSet.of(value));
      }
      result =
          result.isEmpty() ? result : assign.before(result, State.of(Product.all(box.space())));
    }
    return result;
  }
}
