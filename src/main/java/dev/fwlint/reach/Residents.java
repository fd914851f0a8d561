package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may be behind the interface of a segment: its own addresses where they are known, else any
 * that no other segment has.
 */
final class Residents {
  /** A network of fewer addresses is taken whole: what its first and last are for is not known. */
  private static final int SMALL = 8;

  private final Fields fields;
  private final Map<Long, Segment> segments = new HashMap<>();
  private final Map<String, PacketSet> foreign = new HashMap<>();
  private final List<Network> known;

  /** Whose networks these are, and those of them that have addresses in common with others. */
  private final Map<Network, Segment> owners = new HashMap<>();

  private final Set<Network> shared = new HashSet<>();

  private final Set<Address> masks = new LinkedHashSet<>();

  Residents(Fields fields, List<Segment> segments) {
    this.fields = fields;
    segments.forEach(s -> this.segments.put((long) fields.names.number(s.device()), s));
    known = segments.stream().flatMap(s -> s.networks().stream()).distinct().toList();
    segments.forEach(segment -> segment.networks().forEach(network -> add(network, segment)));
    known.forEach(this::share);
  }

  private void add(Network network, Segment segment) {
    masks.add(network.mask());
    if (owners.put(network, segment) != null) {
      shared.add(network);
    }
  }

  /** Notes that a network lies within another; with a mask that is no prefix, all may. */
  private void share(Network network) {
    for (Address mask : masks) {
      Network around = new Network(network.base(), mask);
      if (!around.equals(network) && owners.containsKey(around)) {
        shared.add(network);
        shared.add(around);
      }
    }
    if (!network.isPrefix()) {
      shared.addAll(known);
    }
  }

  /** Packets around one that come from a place, or go to one, where nobody has that address. */
  Optional<Product> strange(Point packet) {
    return strange(packet, IN).or(() -> strange(packet, ROUTED_OUT));
  }

  /**
   * Packets around one, of all places at once, that have an address there which is at home in
   * another.
   */
  Optional<Product> misplaced(Point packet) {
    return misplaced(packet, IN).or(() -> misplaced(packet, ROUTED_OUT));
  }

  /** The packets that have an address of a segment there; nothing where none is known. */
  Optional<PacketSet> home(Segment segment, int device) {
    int high = high(device);
    return segment.networks().isEmpty()
        ? Optional.empty()
        : Optional.of(union(segment.networks().stream().map(network -> box(network, high))));
  }

  private static int high(int device) {
    return device == IN ? SOURCE_HIGH : DESTINATION_HIGH;
  }

  private Optional<Product> misplaced(Point packet, int device) {
    int high = high(device);
    Address address = new Address(fields.family, packet.get(high), packet.get(high + 1));
    return masks.stream()
        .map(mask -> new Network(address, mask))
        .filter(network -> !shared.contains(network))
        .flatMap(network ->
            Optional.ofNullable(owners.get(network))
                .map(owner -> whole(network, high).with(device, allBut(owner, device)))
                .stream())
        .filter(product -> product.contains(packet))
        .findFirst();
  }

  private IntervalSet allBut(Segment segment, int device) {
    return IntervalSet.of(fields.names.number(segment.device()))
        .complement(fields.space.greatest(device));
  }

  private Optional<Product> strange(Point packet, int device) {
    Segment segment = segments.get(packet.get(device));
    if (segment == null) {
      return Optional.empty();
    }
    return foreign
        .computeIfAbsent(segment.device() + " " + device, key -> foreign(segment, high(device)))
        .products()
        .stream()
        .filter(product -> product.contains(packet))
        .findFirst()
        .map(product -> product.with(device, IntervalSet.of(packet.get(device))));
  }

  private PacketSet foreign(Segment segment, int high) {
    PacketSet all = PacketSet.all(fields.space);
    boolean asked = high == DESTINATION_HIGH && !segment.hosts().isEmpty();
    if (asked) {
      return all.subtract(union(segment.hosts().stream().map(host -> box(host, host, high))));
    }
    return segment.networks().isEmpty()
        ? union(known.stream().map(network -> whole(network, high)))
        : all.subtract(union(segment.networks().stream().map(network -> box(network, high))));
  }

  private PacketSet union(Stream<Product> boxes) {
    return PacketSet.union(fields.space, boxes.toList());
  }

  Product whole(Network network, int high) {
    Address base = network.base();
    Address mask = network.mask();
    boolean v4 = fields.family == Family.IPV4;
    long low = base.low() | ~mask.low() & fields.space.greatest(high + 1);
    return box(base, new Address(fields.family, v4 ? 0 : base.high() | ~mask.high(), low), high);
  }

  /** The hosts of a network: its first address names it, the second is the bridge's own. */
  Product box(Network network, int high) {
    Address base = network.base();
    long free = ~network.mask().low() & fields.space.greatest(high + 1);
    Product whole = whole(network, high);
    if (Long.compareUnsigned(free, SMALL) < 0) {
      return whole;
    }
    IntervalSet hosts = IntervalSet.of(base.low() + 2, (base.low() | free) - 1);
    return whole.with(high + 1, hosts);
  }

  /** From one address to another of the same upper half, or of any lower half. */
  Product box(Address from, Address to, int high) {
    return Product.all(fields.space)
        .with(high, IntervalSet.of(from.high(), to.high()))
        .with(high + 1, IntervalSet.of(from.low(), to.low()));
  }
}
