package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts packets into the namespace of the thread that it lives on, and watches where they come out.
 */
final class Bench implements AutoCloseable {
  private static final int ETHERNET_BYTES = 14;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  /**
   * An EtherType that nobody listens to: such a frame only shows that the ones before it are done
   * with.
   */
  private static final int MARKER = 0x88b5;

  /** The packet's hops from interface to interface, of which each may be behind one marker. */
  private static final int MARKERS = 3;

  private static final int PATIENCE = 2_000;

  private final Family family;
  private final Ip ip;
  private final Links links;
  private final Routing routing;
  private final Conntrack conntrack;
  private final RawSocket frames;
  private final RawSocket packets;
  private final RawSocket watch;
  private final Map<Integer, RawSocket> deliveries = new HashMap<>();
  private Staging.Care care = Staging.Care.NOTHING;

  Bench(Shell shell, Family family) {
    Libc.enterNetworkOf(shell.pid());
    Libc.stayOnOneProcessor();
    this.family = family;
    ip = new Ip(shell.pid(), family);
    links = new Links(ip, family);
    routing = new Routing(ip, links);
    routing.prepare();
    conntrack = new Conntrack();
    frames = RawSocket.sendingFrames();
    packets = RawSocket.sendingPackets(family);
    watch = RawSocket.receivingFrames();
    links.get(Directions.OTHERWISE);
  }

  /** Sends one packet, and tells where it ended, as far as that shows outside the firewall. */
  Fate send(Staging staging) {
    Packet packet = staging.datagram().packet();
    makeLinks(packet);
    routing.lead(staging.datagram());
    prepareConntrack(staging);
    RawSocket delivery =
        deliveries.computeIfAbsent(
            packet.protocol(), protocol -> RawSocket.receivingPackets(family, protocol));
    drain(delivery);
    Optional<Fate> left = inject(staging.datagram(), packet);
    return left.or(() -> delivered(delivery)).orElseGet(Fate.Vanished::new);
  }

  private void makeLinks(Packet packet) {
    for (String name : Admission.interfaces(packet)) {
      links.get(name);
    }
  }

  private void prepareConntrack(Staging staging) {
    setting(staging.care());
    conntrack.forgetAll();
    staging
        .connection()
        .ifPresent(connection -> {
          conntrack.insert(connection);
          staging
              .expected()
              .ifPresent(
                  tuple -> conntrack.expect(connection.original(), tuple, Staging.mask(tuple)));
        });
  }

  private void setting(Staging.Care wanted) {
    if (wanted != care) {
      Settings.change(care, false);
      Settings.change(wanted, true);
      care = wanted;
    }
  }

  private Optional<Fate> inject(Datagram datagram, Packet packet) {
    if (packet.hook() == Way.OUTPUT) {
      packets.mark(packet.mark());
      sendAsHost(datagram, hostAddress(datagram, packet));
    } else {
      Links.Link in = links.get(packet.in());
      frames.mark(packet.mark());
      frames.send(frame(in, packet.mac(), datagram), RawSocket.linkAddress(in.peer()));
    }
    return settle();
  }

  private void sendAsHost(Datagram datagram, byte[] to) {
    try {
      packets.send(datagram.bytes(), to);
    } catch (Libc.Failure failure) {
      if (!Libc.DROPPED.contains(failure.errno())) {
        throw failure;
      }
    }
  }

  /** A struct sockaddr_in or sockaddr_in6. */
  private byte[] hostAddress(Datagram datagram, Packet packet) {
    boolean v4 = family == Family.IPV4;
    ByteBuffer bytes = ByteBuffer.allocate(v4 ? 16 : 28).order(ByteOrder.nativeOrder());
    bytes.putShort((short) (v4 ? RawSocket.AF_INET : RawSocket.AF_INET6));
    bytes.put(v4 ? 4 : 8, datagram.destination().bytes());
    if (!v4) {
      bytes.putInt(24, links.get(packet.out()).index());
    }
    return bytes.array();
  }

  private static byte[] frame(Links.Link in, OptionalLong mac, Datagram datagram) {
    byte[] payload = datagram.bytes();
    byte[] from = in.peerMac();
    if (mac.isPresent()) {
      from = Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(mac.getAsLong()).array(), 2, 8);
    }
    byte[] to = in.mac();
    if (Addresses.isGroup(datagram.destination())) {
      to = groupMac(datagram);
    }
    int type = datagram.family() == Family.IPV4 ? IPV4 : IPV6;
    return ByteBuffer.allocate(ETHERNET_BYTES + payload.length)
        .put(to)
        .put(from)
        .putShort((short) type)
        .put(payload)
        .array();
  }

  private static byte[] groupMac(Datagram datagram) {
    byte[] group = datagram.destination().bytes();
    if (!Addresses.isMulticast(datagram.destination())) {
      return new byte[] {-1, -1, -1, -1, -1, -1};
    }
    if (group.length == 4) {
      return new byte[] {1, 0, 0x5e, (byte) (group[1] & 0x7f), group[2], group[3]};
    }
    return new byte[] {0x33, 0x33, group[12], group[13], group[14], group[15]};
  }

  /**
   * Waits until the kernel has gone through all that was sent; what left by an interface shows
   * meanwhile.
   */
  private Optional<Fate> settle() {
    Optional<Fate> left = Optional.empty();
    int lo = links.get(Links.LO).index();
    byte[] marker = ByteBuffer.allocate(60).putShort(12, (short) MARKER).array();
    for (int sent = 0; sent < MARKERS; sent++) {
      frames.mark(0);
      frames.send(marker, RawSocket.linkAddress(lo));
      boolean back = false;
      while (!back) {
        if (!watch.await(PATIENCE)) {
          throw new IllegalStateException("a marker is lost");
        }
        RawSocket.Received received = watch.receive().orElseThrow();
        back = etherType(received) == MARKER;
        left = left.or(() -> sighting(received));
      }
    }
    return left;
  }

  private static int etherType(RawSocket.Received received) {
    return ByteBuffer.wrap(received.data()).getShort(12) & 0xffff;
  }

  private Optional<Fate> sighting(RawSocket.Received received) {
    int type = etherType(received);
    int index = RawSocket.linkIndex(received.from());
    if (type != IPV4 && type != IPV6) {
      return Optional.empty();
    }
    byte[] packet = Arrays.copyOfRange(received.data(), ETHERNET_BYTES, received.data().length);
    return links
        .byPeer(index)
        .filter(link -> link.index() != link.peer())
        .map(link -> new Fate.Left(link.name(), Endpoints.of(packet)));
  }

  private Optional<Fate> delivered(RawSocket delivery) {
    if (!delivery.await(0)) {
      return Optional.empty();
    }
    Optional<Endpoints> as =
        family == Family.IPV4
            ? delivery.receive().map(received -> Endpoints.of(received.data()))
            : Optional.empty();
    return Optional.of(new Fate.Delivered(as));
  }

  private static void drain(RawSocket socket) {
    while (socket.await(0)) {
      socket.receive();
    }
  }

  @Override
  public void close() {
    deliveries.values().forEach(RawSocket::close);
    for (RawSocket socket : new RawSocket[] {frames, packets, watch}) {
      socket.close();
    }
    conntrack.close();
    ip.close();
  }
}
