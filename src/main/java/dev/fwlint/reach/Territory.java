package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose an address is: of a network behind an interface, of the host itself, or of the world beyond
 * those interfaces whose networks are not known.
 */
final class Territory {
  /** Of IPv6: neither the loopback address and its kin, nor multicast. */
  private static final IntervalSet UNICAST_HIGH = IntervalSet.of(1, 0xfeff_ffff_ffff_ffffL);

  /** RFC 4291: what is link-local is not forwarded. */
  private static final IntervalSet LINK_LOCAL_HIGH =
      IntervalSet.of(0xfe80_0000_0000_0000L, 0xfebf_ffff_ffff_ffffL);

  private final Fields fields;
  private final Residents residents;
  private final List<Segment> segments;
  private final List<Address> local;
  private final PacketSet[] unclaimed = new PacketSet[Fields.DESTINATION + 1];
  private final PacketSet[] host = new PacketSet[Fields.DESTINATION + 1];
  private final Map<Address, List<Segment>> homes = new HashMap<>();
  private final Map<Integer, List<Product>> behind = new HashMap<>();
  private final Map<Integer, PacketSet> strangers = new HashMap<>();

  /**
   * @param local the host's own addresses; none where they are not known
   */
  Territory(Fields fields, List<Segment> segments, List<Address> local) {
    this.fields = fields;
    this.segments = segments;
    this.local = local.stream().filter(a -> a.family() == fields.family).toList();
    this.residents = new Residents(fields, segments);
    for (int high : new int[] {SOURCE_HIGH, DESTINATION_HIGH}) {
      unclaimed[high] = unclaimed(high);
      host[high] = host(high);
    }
  }

  /** Addresses of single hosts, as far as the kernel takes packets from them or to them. */
  static Product unicast(Fields fields, int high) {
    Product all = Product.all(fields.space);
    return fields.family == Family.IPV4
        ? all.with(high + 1, Unreal.SENDERS)
        : all.with(high, UNICAST_HIGH);
  }

  /** Those that are not link-local. */
  private static Product forwarded(Fields fields, int high) {
    Product unicast = unicast(fields, high);
    return fields.family == Family.IPV4
        ? unicast
        : unicast.with(high, LINK_LOCAL_HIGH.complement(-1L));
  }

  private PacketSet unclaimed(int high) {
    List<Product> claimed = new ArrayList<>();
    for (Segment segment : segments) {
      segment.networks().forEach(network -> claimed.add(residents.whole(network, high)));
    }
    local.forEach(address -> claimed.add(residents.box(address, address, high)));
    return less(forwarded(fields, high), claimed, high);
  }

  /** In pieces that can be told as networks: by their upper halves first. */
  private PacketSet less(Product all, List<Product> claimed, int high) {
    int low = high + 1;
    int field = fields.family == Family.IPV4 ? low : high;
    List<IntervalSet> whole = new ArrayList<>();
    Map<Long, IntervalSet> halves = new TreeMap<>();
    for (Product product : claimed) {
      if (product.fields().allMatch(f -> f == field)) {
        whole.add(product.set(field));
      } else {
        halves.merge(product.set(high).min(), product.set(low), IntervalSet::union);
        whole.add(product.set(high));
      }
    }
    IntervalSet out = IntervalSet.union(whole);
    List<Product> left = new ArrayList<>();
    left.add(all.with(field, out.complement(fields.space.greatest(field))));
    halves.forEach((half, lows) ->
        left.add(all.with(high, IntervalSet.of(half)).with(low, lows.complement(-1L))));
    return PacketSet.union(fields.space, left);
  }

  private PacketSet host(int high) {
    if (!local.isEmpty()) {
      return PacketSet.union(
          fields.space, local.stream().map(a -> residents.box(a, a, high)).toList());
    }
    // of IPv6, the bridges' own addresses are left out, for one simple set
    boolean v6 = fields.family == Family.IPV6;
    List<Product> containers = new ArrayList<>();
    for (Segment segment : segments) {
      segment
          .networks()
          .forEach(
              net -> containers.add(v6 ? residents.whole(net, high) : residents.box(net, high)));
    }
    return less(unicast(fields, high), containers, high);
  }

  /** The packets whose source or destination, by its upper half's field, is behind a segment. */
  PacketSet of(Segment segment, int high) {
    if (segment.networks().isEmpty()) {
      return unclaimed[high];
    }
    PacketSet all =
        PacketSet.union(
            fields.space,
            segment.networks().stream().map(network -> residents.box(network, high)).toList());
    for (Address address : local) {
      all = all.subtract(residents.box(address, address, high));
    }
    return all;
  }

  /** Those whose address is the host's own; of a host that is not known, any may be. */
  PacketSet ofHost(int high) {
    return host[high];
  }

  /** Where an address is; nothing for the host's own. Several where it is not known. */
  List<Segment> home(Address address) {
    return homes.computeIfAbsent(address, this::find);
  }

  /** The packets that leave by an interface, to what is behind it. */
  List<Product> behind(int device) {
    return behind.computeIfAbsent(
        device,
        d -> {
          IntervalSet out = IntervalSet.of(device);
          List<Product> products = new ArrayList<>();
          for (Segment segment : segments) {
            if (fields.names.number(segment.device()) == device) {
              of(segment, DESTINATION_HIGH)
                  .products()
                  .forEach(p -> products.add(p.with(ROUTED_OUT, out)));
            }
          }
          return products;
        });
  }

  /**
   * Destinations that are not behind an interface, one of them that of a packet; nothing where it
   * is.
   */
  Optional<Product> strange(int device, Address destination) {
    List<Segment> behind =
        segments.stream()
            .filter(segment -> fields.names.number(segment.device()) == device)
            .toList();
    if (home(destination).stream().anyMatch(behind::contains)) {
      return Optional.empty();
    }
    Product alone = residents.box(destination, destination, DESTINATION_HIGH);
    return strangers
        .computeIfAbsent(
            device,
            d -> {
              List<Product> known = new ArrayList<>();
              behind.forEach(s -> known.addAll(of(s, DESTINATION_HIGH).products()));
              return PacketSet.all(fields.space).subtract(PacketSet.union(fields.space, known));
            })
        .products()
        .stream()
        .filter(product -> product.containsAll(alone))
        .findFirst()
        .map(product -> product.with(ROUTED_OUT, IntervalSet.of(device)));
  }

  /** Destinations that are where an address is, itself among them. */
  Product around(Address address) {
    Product alone = residents.box(address, address, DESTINATION_HIGH);
    return home(address).stream()
        .limit(1)
        .flatMap(segment -> of(segment, DESTINATION_HIGH).products().stream())
        .filter(product -> product.containsAll(alone))
        .findFirst()
        .orElse(alone);
  }

  private List<Segment> find(Address address) {
    if (local.contains(address) || isLoopback(address)) {
      return List.of();
    }
    for (Segment segment : segments) {
      for (Network network : segment.networks()) {
        if (network.contains(address)) {
          boolean container =
              of(segment, DESTINATION_HIGH)
                  .overlaps(residents.box(address, address, DESTINATION_HIGH));
          return container ? List.of(segment) : List.of();
        }
      }
    }
    return segments.stream().filter(segment -> segment.networks().isEmpty()).toList();
  }

  private static boolean isLoopback(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }
}
