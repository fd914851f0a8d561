package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.List;

/** Packets that the fields can spell and that nobody sends, or that open no connection. */
final class Unreal {
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
            .with(TCP_FLAGS, IntervalSet.where(ALL_FLAGS, flags -> !opens((int) flags))));
    IntervalSet requests =
        IntervalSet.where(255, type -> v6 ? type == 128 || type == 139 : isRequest((int) type));
    unreal.add(of(all, icmp).with(SOURCE_PORT, requests.complement(0xffff)));
    unreal.add(of(all, icmp).with(DESTINATION_PORT, IntervalSet.of(1, 0xffff)));
    for (int protocol : new int[] {Protocols.TCP, Protocols.UDP, icmp, Protocols.SCTP}) {
      long least = Lengths.least(protocol, false, v6);
      unreal.add(of(all, protocol).with(LENGTH, IntervalSet.of(0, least - 1)));
    }
    unreal.add(all.with(LENGTH, IntervalSet.of(0, v6 ? 47 : 27)));
    if (v6) {
      unreal.add(all.with(PROTOCOL, IntervalSet.where(60, Unreal::isExtension)));
    } else {
      unreal.add(all.with(SOURCE, IntervalSet.of(0, 0x00ff_ffffL)));
      unreal.add(all.with(SOURCE, IntervalSet.of(0x7f00_0000L, 0x7fff_ffffL)));
      unreal.add(all.with(SOURCE, IntervalSet.of(0xe000_0000L, 0xffff_ffffL)));
    }
    return unreal;
  }

  private static Product of(Product all, int protocol) {
    return all.with(PROTOCOL, IntervalSet.of(protocol));
  }

  private static boolean opens(int flags) {
    boolean both = (flags & (Shape.SYN | Shape.ACK)) == (Shape.SYN | Shape.ACK);
    boolean ends = (flags & (Shape.FIN | Shape.RST)) != 0;
    return (flags & (Shape.SYN | Shape.ACK)) != 0 && !both && !ends;
  }

  private static boolean isRequest(int type) {
    return type == 8 || type == 13 || type == 15 || type == 17;
  }

  /** RFC 8200, section 4: what follows these is the header that counts. */
  private static boolean isExtension(long protocol) {
    return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60;
  }
}
