package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Packets that the fields can spell and that nobody sends, or that open no connection. */
final class Unreal {
  /** The IPv4 addresses that a packet may come from: not 0.0.0.0/8, 127.0.0.0/8 and 224.0.0.0/3. */
  static final IntervalSet SENDERS =
      IntervalSet.of(0x0100_0000L, 0x7eff_ffffL).union(IntervalSet.of(0x8000_0000L, 0xdfff_ffffL));

  /** The upper halves of IPv6 addresses that no router forwards: fe80::/10 and ff00::/8. */
  private static final IntervalSet STAYING =
      IntervalSet.of(0xfe80_0000_0000_0000L, 0xfebf_ffff_ffff_ffffL)
          .union(IntervalSet.of(0xff00_0000_0000_0000L, 0xffff_ffff_ffff_ffffL));

  /** The upper halves of those that one does. */
  static final IntervalSet ROUTED = STAYING.complement(-1L);

  /** The IPv4 addresses that one host may have: groups and the limited broadcast are others. */
  static final IntervalSet HOSTS = IntervalSet.of(1, 0xdfff_ffffL);

  private static final int ALL_FLAGS = 63;

  private Unreal() {}

  /** Those that are no first packet of a connection: nf_conntrack_proto_tcp.c and its siblings. */
  static List<Product> ofNewConnections(Fields fields) {
    boolean v6 = fields.family == Family.IPV6;
    int icmp = v6 ? Protocols.ICMPV6 : Protocols.ICMP;
    Product all = Product.all(fields.space);
    List<Product> unreal = new ArrayList<>();
    unreal.add(
        of(all, Protocols.TCP)
            .with(TCP_FLAGS, IntervalSet.where(ALL_FLAGS, flags -> !Shape.opens((int) flags))));
    Set<Integer> asks = IcmpKinds.of(fields.family).asks();
    IntervalSet requests = IntervalSet.where(255, type -> asks.contains((int) type));
    unreal.add(of(all, icmp).with(SOURCE_PORT, requests.complement(0xffff)));
    unreal.add(of(all, icmp).with(DESTINATION_PORT, IntervalSet.of(1, 0xffff)));
    for (int protocol : new int[] {Protocols.TCP, Protocols.UDP, icmp, Protocols.SCTP}) {
      long least = Lengths.least(protocol, false, v6);
      unreal.add(of(all, protocol).with(LENGTH, IntervalSet.of(0, least - 1)));
    }
    unreal.add(all.with(LENGTH, IntervalSet.of(0, v6 ? 47 : 27)));
    if (v6) {
      unreal.add(all.with(PROTOCOL, IntervalSet.where(60, Unreal::isExtension)));
      unreal.add(all.with(SOURCE_HIGH, STAYING));
      unreal.add(all.with(DESTINATION_HIGH, STAYING));
    } else {
      unreal.add(all.with(SOURCE, SENDERS.complement(0xffff_ffffL)));
      unreal.add(all.with(DESTINATION, SENDERS.complement(0xffff_ffffL)));
    }
    return unreal;
  }

  private static Product of(Product all, int protocol) {
    return all.with(PROTOCOL, IntervalSet.of(protocol));
  }

  /** RFC 8200, section 4: what follows these is the header that counts. */
  private static boolean isExtension(long protocol) {
    return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60;
  }
}
