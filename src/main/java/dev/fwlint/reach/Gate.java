package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Action;
import dev.fwlint.model.Action.AddressRange;
import dev.fwlint.model.Address;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.List;
import java.util.Optional;

/**
 * Routing: whether a packet whose destination is known by now goes the way that is asked about. The
 * engine's packets say by themselves where they leave; those that routing sends elsewhere are found
 * here.
 */
final class Gate {
  private static final int UNICAST = ADDRESS_TYPES.indexOf("UNICAST");
  private static final int LOCAL = ADDRESS_TYPES.indexOf("LOCAL");

  /** What routing says. */
  enum Answer {
    /** It goes the way that is asked about. */
    HERE,
    /** It goes another way. */
    ELSEWHERE,
    /** There is no such packet: it says of its own future what will not be. */
    NONE
  }

  /**
   * @param there the packets at the gate that it holds of, this one among them
   * @param origin the same as they set out
   */
  record Ruling(Answer answer, Product there, Product origin) {}

  private final Program program;
  private final Course course;
  private final Territory territory;
  private final Product all;

  /** Whether a rule asks if a packet was translated. */
  private final boolean asked;

  Gate(Program program, Course course, Territory territory) {
    this.program = program;
    this.course = course;
    this.territory = territory;
    this.all = Product.all(program.fields.space);
    this.asked = program.asks(DESTINATION_TRANSLATED);
  }

  Ruling ask(Run entrance) {
    State state = entrance.state();
    Optional<Op> translator = entrance.translator();
    return translator
        .map(by -> translated(state, by, entrance.packet()))
        .orElseGet(() -> untranslated(state));
  }

  private Ruling untranslated(State state) {
    Product alike = all.with(DESTINATION_TYPE, only(state, DESTINATION_TYPE));
    boolean local = state.get(DESTINATION_TYPE) == LOCAL;
    if (local != (course == Course.IN)) {
      return new Ruling(Answer.ELSEWHERE, alike, all);
    }
    if (course == Course.OUT && !state.isUnknown(REROUTED) && state.get(REROUTED) == 1) {
      // only its mark is new, and policy routing is not known
      Product marked =
          alike.with(REROUTED, IntervalSet.of(1)).with(ROUTED_OUT, only(state, ROUTED_OUT));
      return one(state, marked, OTHER_OUT, only(state, ROUTED_OUT));
    }
    return new Ruling(Answer.HERE, alike, all);
  }

  /** There is none where a field has other values than it can have. */
  private Ruling one(State state, Product alike, int field, IntervalSet values) {
    return values.contains(state.get(field))
        ? new Ruling(Answer.HERE, alike.with(field, values), all)
        : new Ruling(Answer.NONE, alike.with(field, others(field, values)), all);
  }

  private IntervalSet others(int field, IntervalSet values) {
    return values.complement(program.fields.space.greatest(field));
  }

  private static IntervalSet only(State state, int field) {
    return IntervalSet.of(state.get(field));
  }

  private Ruling translated(State state, Op by, Point packet) {
    Optional<Product> strange = strange(state, by);
    if (strange.isPresent()) {
      return new Ruling(Answer.NONE, strange.get(), all);
    }
    Product there = translation(state, by);
    if (!asked) {
      return routed(state, by, there);
    }
    Product origin = origin(state, by, packet);
    IntervalSet says = origin.set(LATER_TRANSLATED);
    if (!says.contains(packet.get(LATER_TRANSLATED))) {
      IntervalSet wrong = others(LATER_TRANSLATED, says);
      Product lies = origin.without(LATER_TRANSLATED).with(LATER_TRANSLATED, wrong);
      return new Ruling(Answer.NONE, there, lies);
    }
    Ruling ruling = routed(state, by, there);
    return new Ruling(ruling.answer(), ruling.there(), origin);
  }

  private Ruling routed(State state, Op by, Product there) {
    if (!by.changes().get(DESTINATION)) {
      return untranslated(state);
    }
    List<Segment> homes = homes(state, by);
    boolean local = homes.isEmpty();
    IntervalSet type = IntervalSet.of(local ? LOCAL : UNICAST);
    if (!type.contains(state.get(DESTINATION_TYPE))) {
      // the type of the new destination was taken to be another one
      return elsewhere(there, DESTINATION_TYPE, type);
    }
    Product typed = there.with(DESTINATION_TYPE, type);
    if (local || course == Course.IN) {
      Answer answer = local && course == Course.IN ? Answer.HERE : Answer.ELSEWHERE;
      return new Ruling(answer, typed, all);
    }
    int leaves = course.leaves(true);
    IntervalSet devices =
        IntervalSet.union(
            homes.stream()
                .map(segment -> IntervalSet.of(program.fields.names.number(segment.device())))
                .toList());
    return devices.contains(state.get(leaves))
        ? new Ruling(Answer.HERE, typed.with(leaves, devices), all)
        : elsewhere(typed, leaves, devices);
  }

  private Ruling elsewhere(Product there, int field, IntervalSet here) {
    return new Ruling(Answer.ELSEWHERE, there.with(field, others(field, here)), all);
  }

  /** Where it goes; nothing for the host itself. */
  private List<Segment> homes(State state, Op by) {
    return by.step().action() instanceof Action.Redirect
        ? List.of()
        : territory.home(address(state));
  }

  private Address address(State state) {
    return new Address(program.fields.family, state.get(DESTINATION_HIGH), state.get(DESTINATION));
  }

  /** The packets that a step has sent to the same place, or to one like it. */
  private Product translation(State state, Op by) {
    Product there = all;
    for (Assign assign : by.assigns()) {
      boolean address = assign.field() == DESTINATION_HIGH || assign.field() == DESTINATION;
      if (assign instanceof Assign.Constant && (address || assign.field() == DESTINATION_PORT)) {
        there = there.with(assign.field(), only(state, assign.field()));
      }
    }
    boolean chosen = by.changes().get(DESTINATION) && there.set(DESTINATION).size() > 1;
    Product near =
        chosen && !(by.step().action() instanceof Action.Redirect)
            ? territory.around(address(state))
            : all;
    return choice(by).map(there::intersect).orElse(there).intersect(near);
  }

  /** What a step may choose from. */
  private Optional<Product> choice(Op by) {
    return switch (by.step().action()) {
      case Action.Rewrite to -> {
        Product ports =
            to.ports().map(range -> all.with(DESTINATION_PORT, Translator.set(range))).orElse(all);
        yield Optional.of(to.addresses().map(range -> ports.intersect(box(range))).orElse(ports));
      }
      case Action.Netmap map -> {
        Address base = map.network().base();
        Address mask = map.network().mask();
        long low = base.low() | ~mask.low() & program.fields.space.greatest(DESTINATION);
        long high = base.high() | ~mask.high() & program.fields.space.greatest(DESTINATION_HIGH);
        yield Optional.of(box(new AddressRange(base, new Address(base.family(), high, low))));
      }
      default -> Optional.empty();
    };
  }

  private Product box(AddressRange range) {
    Product box =
        all.with(DESTINATION_HIGH, IntervalSet.of(range.from().high(), range.to().high()));
    return range.from().high() == range.to().high()
        ? box.with(DESTINATION, IntervalSet.of(range.from().low(), range.to().low()))
        : box;
  }

  /** The packets that say of their translation what the step cannot choose, as this one does. */
  private Optional<Product> strange(State state, Op by) {
    Product choice = choice(by).orElse(all);
    return choice
        .fields()
        .filter(field -> !choice.set(field).contains(state.get(field)))
        .mapToObj(field -> all.with(field, others(field, choice.set(field))))
        .findFirst();
  }

  /**
   * The packets that are sent elsewhere now, as this one is, or that were sent there anyway: these
   * do not count as translated (nf_nat_core.c).
   */
  private Product origin(State state, Op by, Point packet) {
    Product same = all.with(LATER_TRANSLATED, IntervalSet.of(0));
    for (int field : new int[] {DESTINATION_HIGH, DESTINATION, DESTINATION_PORT}) {
      IntervalSet value = only(state, field);
      if (by.changes().get(field) && !value.contains(packet.get(field))) {
        return all.with(field, others(field, value)).with(LATER_TRANSLATED, IntervalSet.of(1));
      }
      same = by.changes().get(field) ? same.with(field, value) : same;
    }
    return same;
  }
}
