package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Conntrack.Connection;
import dev.fwlint.kernel.Datagram.Flaw;
import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What it takes to have the kernel see a packet in the state that it is in.
 *
 * @param connection what must be known before
 * @param expected what that connection must expect
 */
record Staging(
    Datagram datagram, Optional<Connection> connection, Optional<Tuple> expected, Care care) {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int URG = 32;
  private static final int PUSH = 8;
  private static final int FTP = 21;

  /** Those whose checksum conntrack looks at, ICMP aside. */
  private static final Set<Integer> SUMMED = Set.of(Datagram.TCP, Datagram.UDP, Datagram.UDPLITE);

  /** What conntrack is to be strict about. */
  enum Care {
    NOTHING,
    /** A wrong checksum. */
    CHECKSUMS,
    /** A TCP connection that it has not seen begin. */
    BEGINNINGS
  }

  /** There is no way to make such a packet. */
  static final class Impossible extends Exception {
    Impossible(String why) {
      super(why);
    }
  }

  static Staging of(Packet packet) throws Impossible {
    if (packet.connMark() != 0 && !hasConnection(packet)) {
      throw new Impossible("a packet without a connection has no connection mark");
    }
    return switch (packet.state()) {
      case NEW -> starting(packet);
      case ESTABLISHED -> established(packet);
      case RELATED -> related(packet);
      case INVALID -> invalid(packet);
      case UNTRACKED -> untracked(packet);
      case SNAT, DNAT -> throw new Impossible("not a packet's state");
    };
  }

  private static boolean hasConnection(Packet packet) {
    return switch (packet.state()) {
      case ESTABLISHED, RELATED -> true;
      default -> false;
    };
  }

  private static Staging plain(Datagram datagram, Care care) {
    return new Staging(datagram, Optional.empty(), Optional.empty(), care);
  }

  private static Staging plain(Datagram datagram) {
    return new Staging(datagram, Optional.empty(), Optional.empty(), Care.NOTHING);
  }

  private static Staging known(Datagram datagram, Connection connection) {
    return new Staging(datagram, Optional.of(connection), Optional.empty(), Care.NOTHING);
  }

  private static Staging starting(Packet packet) throws Impossible {
    if (!packet.original() || !sentTo(packet).equals(packet.destination())) {
      throw new Impossible("a connection's first packet is as it was sent");
    }
    if (!mayStart(packet)) {
      throw new Impossible("such a packet starts no connection");
    }
    return plain(Datagram.of(packet));
  }

  private static boolean mayStart(Packet packet) {
    if (isIcmp(packet)) {
      return Icmp.asks(packet.protocol(), packet.icmpType());
    }
    int flags = packet.flags();
    return packet.protocol() != Datagram.TCP
        || validFlags(flags) && (flags & (FIN | RST)) == 0 && (flags & (SYN | ACK)) != (SYN | ACK);
  }

  /** nf_conntrack_proto_tcp.c, tcp_valid_flags. */
  private static boolean validFlags(int flags) {
    return switch (flags & ~PUSH) {
      case SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG ->
          true;
      default -> false;
    };
  }

  private static Staging established(Packet packet) throws Impossible {
    if (!mayContinue(packet)) {
      throw new Impossible("such a packet is no part of an established connection");
    }
    Address to = sentTo(packet);
    int port = sentToPort(packet);
    int own = packet.original() ? packet.destinationPort() : packet.sourcePort();
    if (packet.protocol() == Datagram.DCCP && port != own) {
      throw new Impossible("of DCCP, no ports are translated since Linux 6.16");
    }
    if (turnsBack(packet, to, port)) {
      throw new Impossible("such a connection's two directions are one");
    }
    int status = Conntrack.SEEN_REPLY | Conntrack.ASSURED;
    if (packet.original()) {
      Tuple original = tuple(packet, to, port);
      Tuple translated = original.to(packet.destination(), packet.destinationPort());
      Datagram datagram = Datagram.of(packet).to(to, port);
      return known(datagram, new Connection(original, translated, status, packet.connMark(), ""));
    }
    Tuple original = tuple(packet, packet.destination(), packet.destinationPort()).reversed();
    Connection connection =
        new Connection(original.to(to, port), original, status, packet.connMark(), "");
    return known(Datagram.of(packet), connection);
  }

  /** Whether a connection that was sent there goes from an end to the same end. */
  private static boolean turnsBack(Packet packet, Address to, int port) {
    Address from = packet.original() ? packet.source() : packet.destination();
    int fromPort = packet.original() ? packet.sourcePort() : packet.destinationPort();
    // of DCCP, conntrack knows no ports since Linux 6.16
    boolean ports =
        Endpoints.WITH_PORTS.contains(packet.protocol()) && packet.protocol() != Datagram.DCCP;
    return from.equals(to) && (ports ? fromPort == port : !isIcmp(packet));
  }

  private static boolean mayContinue(Packet packet) {
    if (isIcmp(packet)) {
      return packet.original()
          ? Icmp.asks(packet.protocol(), packet.icmpType())
          : Icmp.answers(packet.protocol(), packet.icmpType());
    }
    int flags = packet.flags();
    int syn = packet.original() ? SYN : SYN | ACK;
    return packet.protocol() != Datagram.TCP
        || validFlags(flags) && ((flags & SYN) == 0 || (flags & (SYN | ACK)) == syn);
  }

  private static Staging related(Packet packet) throws Impossible {
    if (isIcmp(packet)) {
      if (!Icmp.isError(packet.protocol(), packet.icmpType())) {
        throw new Impossible("of ICMP, only an error is related");
      }
      return quoting(packet);
    }
    if (!packet.original() || !mayStart(packet) || packet.originalDestination().isPresent()) {
      throw new Impossible("such a packet starts no expected connection");
    }
    Tuple expected = tuple(packet, packet.destination(), packet.destinationPort());
    Tuple master = Tuple.of(packet.source(), 1, packet.destination(), FTP, Datagram.TCP);
    int status = Conntrack.SEEN_REPLY | Conntrack.ASSURED;
    Connection connection = new Connection(master, master, status, packet.connMark(), "ftp");
    return new Staging(
        Datagram.of(packet), Optional.of(connection), Optional.of(expected), Care.NOTHING);
  }

  /** An ICMP error about a UDP connection: what it quotes goes the other way. */
  private static Staging quoting(Packet packet) {
    int port = packet.originalDestinationPort().orElse(packet.destinationPort());
    Address far = packet.original() ? packet.source() : packet.destination();
    Address near = packet.original() ? packet.destination() : packet.source();
    Tuple first = Tuple.of(far, packet.sourcePort(), near, packet.destinationPort(), Datagram.UDP);
    Tuple sent = first.to(sentTo(packet), port);
    Tuple quoted = packet.original() ? first.reversed() : first;
    Connection connection =
        new Connection(sent, first, Conntrack.SEEN_REPLY, packet.connMark(), "");
    Datagram error =
        packet.original() ? Datagram.of(packet).to(sentTo(packet), 0) : Datagram.of(packet);
    return known(error.quoting(Quote.of(packet.original() ? sent.reversed() : quoted)), connection);
  }

  private static Staging invalid(Packet packet) throws Impossible {
    Datagram datagram = Datagram.of(packet);
    if (!packet.original() || packet.originalDestination().isPresent()) {
      throw new Impossible("what is invalid has no connection");
    }
    if (Icmp.isUntracked(packet.protocol(), packet.icmpType())) {
      throw new Impossible("such a packet is not tracked at all");
    }
    if (!mayStart(packet) || packet.protocol() == Datagram.SCTP) {
      return plain(datagram);
    }
    boolean summed = isIcmp(packet) || SUMMED.contains(packet.protocol());
    if (packet.protocol() == Datagram.TCP && (packet.flags() & SYN) == 0) {
      return plain(datagram, Care.BEGINNINGS);
    }
    if (summed && packet.hook() != Packet.Way.OUTPUT) {
      return plain(datagram.with(Flaw.WRONG_CHECKSUM), Care.CHECKSUMS);
    }
    if (SUMMED.contains(packet.protocol()) || packet.protocol() == Datagram.GRE) {
      return plain(datagram.with(Flaw.MALFORMED));
    }
    throw new Impossible("no such packet is invalid");
  }

  private static Staging untracked(Packet packet) throws Impossible {
    boolean never =
        packet.source().family() == Family.IPV6
            && Icmp.isUntracked(packet.protocol(), packet.icmpType());
    if (!never) {
      throw new Impossible("such a packet is tracked");
    }
    return plain(Datagram.of(packet));
  }

  private static boolean isIcmp(Packet packet) {
    return Icmp.is(packet.source().family(), packet.protocol());
  }

  private static Address sentTo(Packet packet) {
    return packet.originalDestination().orElse(otherEnd(packet));
  }

  private static Address otherEnd(Packet packet) {
    return packet.original() ? packet.destination() : packet.source();
  }

  private static int sentToPort(Packet packet) {
    return packet
        .originalDestinationPort()
        .orElse(packet.original() ? packet.destinationPort() : packet.sourcePort());
  }

  private static Tuple tuple(Packet packet, Address to, int port) {
    return Tuple.of(packet.source(), packet.sourcePort(), to, port, packet.protocol())
        .withIcmp(packet.icmpType(), packet.icmpCode());
  }

  /** What an expectation compares: both addresses and the destination port. */
  static Tuple mask(Tuple expected) {
    byte[] ones = new byte[expected.source().bytes().length];
    Arrays.fill(ones, (byte) 0xff);
    Address all = Address.of(ones);
    return Tuple.of(all, 0, all, 0xffff, expected.protocol());
  }
}
