package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.IpSetType;
import dev.fwlint.model.IpSetType.Dimension;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.AddressBoxes.Block;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a question about a set says of packets, as boxes of their fields. Where no boxes say it
 * exactly, some of it stays open.
 */
final class SetBoxes {
  private final Condition.InSet asked;
  private final IpSet set;
  private final Family family;
  private final Names names;

  private SetBoxes(Condition.InSet asked, IpSet set, Family family, Names names) {
    this.asked = asked;
    this.set = set;
    this.family = family;
    this.names = names;
  }

  static Membership of(Condition.InSet asked, Family family, Names names) {
    Membership all = new SetBoxes(asked, asked.set(), family, names).membership();
    return BoxMerge.fewer(all);
  }

  private Membership membership() {
    boolean suits = set.family().isEmpty() || set.family().get() == family;
    if (!suits || asked.ends().size() < set.type().dimensions().size()) {
      return Membership.NONE;
    }
    boolean counts = asked.counts() && set.shape().counts();
    if (set.type() == IpSetType.LIST_SET) {
      return list().changed(false, counts);
    }
    if (asked.ofExceptions() && set.type().hasExceptions()) {
      return Membership.UNKNOWN;
    }
    Membership saved =
        set.type() == IpSetType.HASH_NET_IFACE
            ? new InterfaceBoxes(set, asked.ends(), family, names).membership()
            : elements();
    return saved.changed(set.changes().grows(), set.changes().shrinks() || counts);
  }

  private Membership list() {
    List<List<Test>> certain = new ArrayList<>();
    List<List<Test>> possible = new ArrayList<>();
    for (SetElement element : set.elements()) {
      if (element.parts().getFirst() instanceof Part.Member(IpSet member)) {
        Condition.InSet inner =
            new Condition.InSet(member, asked.ends(), asked.ofExceptions(), false, "", false);
        Membership one = new SetBoxes(inner, member, family, names).membership();
        possible.addAll(one.possible());
        certain.addAll(element.expires() ? List.of() : one.certain());
      }
    }
    return new Membership(certain, possible);
  }

  /** The parts of an element beside one address, and whether these tests say all of them. */
  private record Rest(List<Test> tests, boolean sure) {
    static final Rest NOTHING = new Rest(List.of(), true);
  }

  /** The networks of elements that have all else alike. */
  private static final class Group {
    final List<SetElement> elements = new ArrayList<>();
  }

  private Membership elements() {
    int varying = varying();
    Map<Rest, Group> groups = new LinkedHashMap<>();
    for (SetElement element : set.elements()) {
      rest(element, varying)
          .ifPresent(rest -> groups.computeIfAbsent(rest, r -> new Group()).elements.add(element));
    }
    List<List<Test>> certain = new ArrayList<>();
    List<List<Test>> possible = new ArrayList<>();
    boolean ordered = isOrdered();
    groups.forEach((rest, group) -> {
      Membership addresses = addresses(group.elements, varying, ordered);
      possible.addAll(with(addresses.possible(), rest.tests()));
      certain.addAll(rest.sure() ? with(addresses.certain(), rest.tests()) : List.of());
    });
    if (family == Family.IPV6
        && set.type().dimensions().contains(Dimension.PORT)
        && set.type() != IpSetType.BITMAP_PORT
        && !set.elements().isEmpty()) {
      possible.add(List.of(new Test(PROTOCOL, SetPorts.EXTENSIONS)));
    }
    return new Membership(certain, possible);
  }

  private static List<List<Test>> with(List<List<Test>> boxes, List<Test> more) {
    return boxes.stream()
        .map(box -> {
          List<Test> all = new ArrayList<>(box);
          all.addAll(more);
          return (List<Test>) all;
        })
        .toList();
  }

  /** The dimension of addresses by which elements are put together: the one with networks. */
  private int varying() {
    List<Dimension> dimensions = set.type().dimensions();
    int net = dimensions.indexOf(Dimension.NET);
    return net >= 0 ? net : dimensions.indexOf(Dimension.IP);
  }

  /**
   * Whether of the elements that hold a packet the one with the longest prefix is known: IPv4
   * networks that differ in nothing else.
   */
  private boolean isOrdered() {
    boolean two = set.type().dimensions().stream().filter(Dimension.NET::equals).count() > 1;
    return family == Family.IPV4
        && !two
        && set.elements().stream().allMatch(element -> isPoint(element, varying()));
  }

  private static boolean isPoint(SetElement element, int varying) {
    for (int i = 0; i < element.parts().size(); i++) {
      boolean point =
          switch (element.parts().get(i)) {
            case Part.Block block -> i == varying || block.length() == 32;
            case Part.Ports ports -> ports.ports().from() == ports.ports().to();
            default -> true;
          };
      if (!point) {
        return false;
      }
    }
    return true;
  }

  /** Which addresses the elements of a group hold. */
  private Membership addresses(List<SetElement> elements, int varying, boolean ordered) {
    if (varying < 0) {
      boolean certain = elements.stream().anyMatch(element -> !element.expires());
      List<List<Test>> all = List.of(List.of());
      return new Membership(certain ? all : List.of(), all);
    }
    if (!set.shape().mask().map(SetBoxes::isPrefix).orElse(true)) {
      return Membership.UNKNOWN;
    }
    int high = high(asked.ends().get(varying));
    boolean exceptions = elements.stream().anyMatch(SetElement::exception);
    if (exceptions && ordered) {
      return PrefixLevels.of(elements, element -> block(element.parts().get(varying)), high);
    }
    List<Block> certain = new ArrayList<>();
    List<Block> possible = new ArrayList<>();
    for (SetElement element : elements) {
      if (!element.exception()) {
        Block block = block(element.parts().get(varying));
        possible.add(block);
        if (!element.expires() && !exceptions) {
          certain.add(block);
        }
      }
    }
    return new Membership(
        AddressBoxes.of(family, certain, high), AddressBoxes.of(family, possible, high));
  }

  private static boolean isPrefix(Address mask) {
    int bits = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    return mask.equals(Address.mask(mask.family(), bits));
  }

  /** The addresses that are an element's once they are masked. */
  private Block block(Part part) {
    Part.Block block = (Part.Block) part;
    int most =
        set.shape()
            .mask()
            .map(mask -> Long.bitCount(mask.high()) + Long.bitCount(mask.low()))
            .orElse(128);
    int length = Math.min(block.length(), most);
    return new Block(block.base().and(Address.mask(family, length)), length);
  }

  private static int high(End end) {
    return end == End.SOURCE ? SOURCE_HIGH : DESTINATION_HIGH;
  }

  /** What an element asks beside one address; nothing where no packet has that. */
  private Optional<Rest> rest(SetElement element, int varying) {
    List<Rest> parts = new ArrayList<>();
    for (int i = 0; i < set.type().dimensions().size(); i++) {
      Optional<Rest> part = i == varying ? Optional.of(Rest.NOTHING) : part(element, i);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(
        new Rest(
            parts.stream().flatMap(part -> part.tests().stream()).toList(),
            parts.stream().allMatch(Rest::sure)));
  }

  private Optional<Rest> part(SetElement element, int i) {
    End end = asked.ends().get(i);
    return switch (set.type().dimensions().get(i)) {
      case IP, NET -> {
        List<Block> block = List.of(block(element.parts().get(i)));
        yield Optional.of(new Rest(AddressBoxes.of(family, block, high(end)).getFirst(), true));
      }
      case PORT ->
          SetPorts.of((Part.Ports) element.parts().get(i), end, family)
              .map(ports -> new Rest(ports.tests(), ports.sure()));
      case MAC -> Optional.of(mac(element, i, end));
      case MARK -> Optional.of(new Rest(List.of(), false));
      case INTERFACE, NAME -> Optional.of(Rest.NOTHING);
    };
  }

  private Rest mac(SetElement element, int i, End end) {
    List<Test> tests = new ArrayList<>(List.of(new Test(IN, names.withMac())));
    boolean known = i < element.parts().size() && end == End.SOURCE;
    if (known && element.parts().get(i) instanceof Part.Mac(long mac)) {
      tests.add(new Test(MAC, IntervalSet.of(mac)));
    }
    return new Rest(tests, known);
  }
}
