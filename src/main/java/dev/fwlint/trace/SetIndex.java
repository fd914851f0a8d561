package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.IpSetType;
import dev.fwlint.model.Range;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds in a set what holds a packet, as net/netfilter/ipset/ip_set_hash_gen.h does: for each
 * length of prefix in the set, the longest first, whether the network is there.
 */
final class SetIndex {
  /** What a set says of a packet; which of several is open. */
  enum Outcome {
    MEMBER,
    EXCEPTION,
    NONE
  }

  /** Elements by all their parts; those that no part can be looked up of, by their first. */
  private final Map<List<Part>, List<SetElement>> elements = new HashMap<>();

  /** By dimension, how many bits of a block are free or fixed, in the order of the search. */
  private final List<TreeSet<Integer>> sizes = new ArrayList<>();

  private final IpSetType type;

  /** How many parts stand in the keys. */
  private final int parts;

  SetIndex(IpSet set) {
    type = set.type();
    parts =
        switch (type) {
          case BITMAP_IP_MAC, HASH_IP_MAC, HASH_NET_IFACE -> 1;
          default -> type.dimensions().size();
        };
    for (int i = 0; i < parts; i++) {
      sizes.add(new TreeSet<>());
    }
    set.elements().forEach(this::add);
  }

  private void add(SetElement element) {
    List<List<Part>> keys = List.of(List.of());
    for (int i = 0; i < parts; i++) {
      Part part = element.parts().get(i);
      List<Part> blocks = part instanceof Part.Ports ports ? blocks(ports) : List.of(part);
      for (Part block : blocks) {
        sizes.get(i).add(size(block));
      }
      keys = keys.stream().flatMap(key -> blocks.stream().map(b -> with(key, b))).toList();
    }
    for (List<Part> key : keys) {
      elements.merge(key, List.of(element), SetIndex::both);
    }
  }

  private static List<SetElement> both(List<SetElement> first, List<SetElement> second) {
    // several interfaces of one network, or MAC addresses of one address
    List<SetElement> both = first instanceof ArrayList ? first : new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static List<Part> with(List<Part> key, Part part) {
    List<Part> longer = new ArrayList<>(key);
    longer.add(part);
    return List.copyOf(longer);
  }

  /** In ascending order, the narrowest blocks come first. */
  private static int size(Part part) {
    return switch (part) {
      case Part.Block block -> -block.length();
      case Part.Ports ports ->
          Long.numberOfTrailingZeros(ports.ports().to() - ports.ports().from() + 1);
      default -> 0;
    };
  }

  /** The fewest powers of two of neighbours that make a range of ports. */
  private static List<Part> blocks(Part.Ports ports) {
    List<Part> blocks = new ArrayList<>();
    long at = ports.ports().from();
    while (at <= ports.ports().to()) {
      long size = at == 0 ? 0x1_0000 : Long.lowestOneBit(at);
      while (at + size - 1 > ports.ports().to()) {
        size >>= 1;
      }
      blocks.add(new Part.Ports(ports.protocol(), new Range(at, at + size - 1)));
      at += size;
    }
    return blocks;
  }

  /**
   * What the set says of a packet with these parts.
   *
   * @param asked the parts of the packet as far as keys have them
   * @param holds tells of an element with these parts whether the others are the packet's as well
   */
  Set<Outcome> find(List<Part> asked, Holder holds) {
    Search search = new Search(asked, holds);
    boolean ended = search.from(List.of());
    if (!ended) {
      search.outcomes.add(Outcome.NONE);
    }
    return search.outcomes;
  }

  /** Whether what is not in a key of an element holds the packet. */
  interface Holder {
    Answer holds(SetElement element);
  }

  private final class Search {
    private final List<Part> asked;
    private final Holder holds;
    private final EnumSet<Outcome> outcomes = EnumSet.noneOf(Outcome.class);

    Search(List<Part> asked, Holder holds) {
      this.asked = asked;
      this.holds = holds;
    }

    /** Whether what was found is certain, so that nothing else matters. */
    boolean from(List<Part> key) {
      int at = key.size();
      if (at == parts) {
        return found(elements.getOrDefault(key, List.of()));
      }
      for (int size : sizes.get(at)) {
        if (from(with(key, sized(asked.get(at), size)))) {
          return true;
        }
      }
      return false;
    }

    private boolean found(List<SetElement> here) {
      boolean certain = false;
      boolean blocked = false;
      for (SetElement element : here) {
        Answer answer = holds.holds(element);
        certain |= answer == Answer.YES && !element.expires();
        if (answer != Answer.NO) {
          outcomes.add(element.exception() ? Outcome.EXCEPTION : Outcome.MEMBER);
        }
        blocked |= answer == Answer.NO && !element.expires();
      }
      return certain || type == IpSetType.HASH_NET_IFACE && otherInterface(here, blocked);
    }

    /**
     * A network that is there for another interface hides the wider ones (the type's {@code
     * multi}).
     */
    private boolean otherInterface(List<SetElement> here, boolean blocked) {
      boolean ports = here.stream().allMatch(SetIndex::isBridgePort);
      if (!here.isEmpty()) {
        outcomes.add(Outcome.NONE);
      }
      return blocked && !ports;
    }
  }

  /** Kept apart from the others, save by chance. */
  private static boolean isBridgePort(SetElement element) {
    return element.parts().getLast() instanceof Part.Device device && device.port();
  }

  private static Part sized(Part part, int size) {
    return switch (part) {
      case Part.Block(Address base, int length) -> {
        int fixed = -size;
        yield new Part.Block(base.and(Address.mask(base.family(), fixed)), fixed);
      }
      case Part.Ports(int protocol, Range port) -> {
        long from = port.from() >> size << size;
        yield new Part.Ports(protocol, new Range(from, from + (1L << size) - 1));
      }
      default -> part;
    };
  }

  /** The whole of an address as a part. */
  static Part whole(Address address) {
    return new Part.Block(address, address.family() == Family.IPV4 ? 32 : 128);
  }
}
