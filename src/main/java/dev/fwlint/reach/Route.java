package dev.fwlint.reach;

import dev.fwlint.model.Hook;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Leg.Shift;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** All that a packet passes on one way to a table at a hook; the last leg is that table's. */
record Route(List<Leg> legs) {
  Route {
    legs = List.copyOf(legs);
  }

  Leg last() {
    return legs.getLast();
  }

  /** The ways on which a packet can come to a table at a hook. */
  static List<Route> to(Program program, Hook hook, String table) {
    List<List<Hook>> ways =
        switch (hook) {
          case PREROUTING -> List.of(List.of(Hook.PREROUTING));
          case INPUT -> List.of(List.of(Hook.PREROUTING, Hook.INPUT));
          case FORWARD -> List.of(List.of(Hook.PREROUTING, Hook.FORWARD));
          case OUTPUT -> List.of(List.of(Hook.OUTPUT));
          case POSTROUTING ->
              List.of(
                  // the short one first: most often it settles the matter
                  List.of(Hook.OUTPUT, Hook.POSTROUTING),
                  List.of(Hook.PREROUTING, Hook.FORWARD, Hook.POSTROUTING));
        };
    return ways.stream().map(way -> new RouteBuilder(program, table).build(way)).toList();
  }

  /** The fields that hang together with these at the last leg, by what happens on the way. */
  BitSet sources(BitSet fields) {
    BitSet sources = (BitSet) fields.clone();
    for (Leg leg : legs.reversed()) {
      for (Shift shift : leg.shifts().reversed()) {
        if (sources.get(shift.assign().field())) {
          shift.when().forEach(clause -> clause.tests().forEach(test -> sources.set(test.field())));
          if (shift.assign() instanceof Assign.Copy copy) {
            sources.set(copy.from());
          }
        }
      }
    }
    return sources;
  }

  /**
   * The packets as they set out that may be in {@code arrived} at the last leg, if no rule changes
   * them.
   */
  List<Product> origins(Product arrived) {
    List<Product> boxes = List.of(arrived);
    for (Leg leg : legs.reversed()) {
      for (Shift shift : leg.shifts().reversed()) {
        if (concerns(shift, boxes)) {
          boxes = boxes.stream().flatMap(box -> before(shift, box).stream()).toList();
        }
      }
    }
    return boxes;
  }

  private static boolean concerns(Shift shift, List<Product> boxes) {
    for (Product box : boxes) {
      if (shift.assign().concerns(box)) {
        return true;
      }
    }
    return false;
  }

  private static List<Product> before(Shift shift, Product box) {
    Assign assign = shift.assign();
    if (!assign.concerns(box)) {
      return List.of(box);
    }
    List<Product> result = new ArrayList<>();
    for (Clause clause : shift.when()) {
      Clause.Test test = clause.tests().getFirst();
      long greatest = box.space().greatest(test.field());
      result.add(box.with(test.field(), test.values().complement(greatest)));
    }
    boolean never =
        assign instanceof Assign.Constant to && !box.set(to.field()).contains(to.value());
    if (!never) {
      Product before = assign.before(box, State.of(Product.all(box.space())));
      for (Clause clause : shift.when()) {
        Clause.Test test = clause.tests().getFirst();
        before = before.with(test.field(), test.values());
      }
      result.add(before);
    }
    return result.stream().filter(product -> !product.isEmpty()).toList();
  }
}
