package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.Scope;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import dev.fwlint.model.IpSetType.Dimension;
import dev.fwlint.model.SetElement.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the elements of one set; one that is written as a range of addresses makes several. */
final class ElementReader {
  /** The protocols whose ports a set knows (ip_set_proto_with_ports). */
  private static final Set<Integer> WITH_PORTS =
      Set.of(Protocols.TCP, Protocols.UDP, Protocols.SCTP, Protocols.UDPLITE);

  private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");
  private static final String BRIDGE_PORT = "physdev:";
  private static final int MOST_PORT = 0xffff;
  private static final long V4 = 0xffff_ffffL;

  private final IpSet set;
  private final SetLine place;
  private final Family family;
  private final Function<String, Optional<IpSet>> sets;

  /**
   * @param sets finds the sets that may stand in a list
   */
  ElementReader(IpSet set, SetLine place, Function<String, Optional<IpSet>> sets) {
    this.set = set;
    this.place = place;
    this.family = set.family().orElse(Family.IPV4);
    this.sets = sets;
  }

  /**
   * The elements that a text makes.
   *
   * @param prefix whether it is for all interfaces that begin so
   */
  List<List<Part>> read(String text, boolean prefix) throws FactsFormatException {
    List<Dimension> dimensions = set.type().dimensions();
    String[] parts = text.split(",", -1);
    boolean withoutMac = set.type() == IpSetType.BITMAP_IP_MAC && parts.length == 1;
    if (parts.length != dimensions.size() && !withoutMac) {
      throw place.wrong("%s is no element of a set of type " + set.type(), text);
    }
    List<List<Part>> elements = List.of(List.of());
    for (int i = 0; i < parts.length; i++) {
      elements = product(elements, parts(dimensions.get(i), parts[i], prefix));
    }
    return elements;
  }

  private static List<List<Part>> product(List<List<Part>> begun, List<Part> parts) {
    List<List<Part>> elements = new ArrayList<>();
    for (List<Part> first : begun) {
      for (Part part : parts) {
        List<Part> all = new ArrayList<>(first);
        all.add(part);
        elements.add(List.copyOf(all));
      }
    }
    return elements;
  }

  private List<Part> parts(Dimension dimension, String text, boolean prefix)
      throws FactsFormatException {
    return switch (dimension) {
      case IP, NET -> blocks(text);
      case PORT -> List.of(set.type() == IpSetType.BITMAP_PORT ? anyPort(text) : port(text));
      case MAC -> List.of(mac(text));
      case MARK -> List.of(mark(text));
      case INTERFACE -> List.of(device(text, prefix));
      case NAME ->
          List.of(
              new Part.Member(
                  sets.apply(text)
                      .orElseThrow(
                          () -> place.wrong("there is no set %s above to be listed", text))));
    };
  }

  private List<Part> blocks(String text) throws FactsFormatException {
    int dash = text.indexOf('-');
    if (dash >= 0) {
      Address from = address(text.substring(0, dash), text);
      Address to = address(text.substring(dash + 1), text);
      if (family == Family.IPV6 || from.compareTo(to) > 0) {
        throw place.wrong("%s is no range of IPv4 addresses", text);
      }
      return range(from.low(), to.low());
    }
    int slash = text.indexOf('/');
    int most = family == Family.IPV4 ? 32 : 128;
    Address base = address(slash < 0 ? text : text.substring(0, slash), text);
    Optional<Long> length =
        slash < 0 ? Optional.of((long) most) : SetLine.number(text.substring(slash + 1), most);
    return List.of(
        block(base, (int) (long) length.orElseThrow(() -> place.wrong("%s is no network", text))));
  }

  private Address address(String text, String whole) throws FactsFormatException {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    return Address.parse(bracketed ? text.substring(1, text.length() - 1) : text)
        .filter(address -> address.family() == family)
        .orElseThrow(() -> place.wrong("%s is no address of the set's family", whole));
  }

  private Part block(Address base, int length) {
    Address masked = base.and(Address.mask(family, length));
    return new Part.Block(set.shape().mask().map(masked::and).orElse(masked), length);
  }

  /** The fewest networks that make a range. */
  private List<Part> range(long from, long to) {
    List<Part> blocks = new ArrayList<>();
    long at = from;
    while (at <= to) {
      int free = at == 0 ? 32 : Long.numberOfTrailingZeros(at);
      while ((at | (1L << free) - 1) > to) {
        free--;
      }
      blocks.add(block(new Address(Family.IPV4, 0, at & V4), 32 - free));
      at += 1L << free;
    }
    return blocks;
  }

  private Part anyPort(String text) throws FactsFormatException {
    return new Part.Ports(0, ports(text.substring(text.indexOf(':') + 1)));
  }

  private Part port(String text) throws FactsFormatException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Part.Ports(Protocols.TCP, ports(text));
    }
    String name = text.substring(0, colon);
    int protocol =
        Protocols.number(name)
            .filter(number -> number > 0)
            .orElseThrow(() -> place.wrong("%s is no protocol", name));
    String rest = text.substring(colon + 1);
    if (WITH_PORTS.contains(protocol)) {
      return new Part.Ports(protocol, ports(rest));
    }
    boolean icmp = protocol == (family == Family.IPV4 ? Protocols.ICMP : Protocols.ICMPV6);
    return new Part.Ports(protocol, Range.of(icmp ? icmp(rest) : 0));
  }

  private Range ports(String text) throws FactsFormatException {
    int dash = text.indexOf('-');
    boolean range = dash > 0 && Character.isDigit(text.charAt(0));
    long from = port(range ? text.substring(0, dash) : text, text);
    long to = range ? port(text.substring(dash + 1), text) : from;
    return new Range(Math.min(from, to), Math.max(from, to));
  }

  /** A number, or the name of a service. */
  private long port(String text, String whole) throws FactsFormatException {
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      return SetLine.number(text, MOST_PORT).orElseThrow(() -> place.wrong("%s is no port", whole));
    }
    Reading reading = ValueKind.of("port").read(text, Scope.of(family));
    if (reading instanceof Reading.Good(Value.Range(long from, long to)) && from == to) {
      return from;
    }
    throw place.wrong("%s is no port", whole);
  }

  private long icmp(String text) throws FactsFormatException {
    Reading reading = ValueKind.of("icmp-type").read(text, Scope.of(family));
    if (reading instanceof Reading.Good(Value.Icmp(Value.Range types, Value.Range codes))) {
      // a name without a code stands for code 0
      return types.from() << 8 | codes.from();
    }
    throw place.wrong("%s is no type of ICMP", text);
  }

  private Part mac(String text) throws FactsFormatException {
    if (!MAC.matcher(text).matches()) {
      throw place.wrong("%s is no MAC address", text);
    }
    return new Part.Mac(Long.parseLong(text.replace(":", ""), 16));
  }

  private Part mark(String text) throws FactsFormatException {
    long mark =
        SetLine.number(text, V4).orElseThrow(() -> place.wrong("%s is no packet mark", text));
    return new Part.Mark(mark & set.shape().markMask());
  }

  private Part device(String text, boolean prefix) throws FactsFormatException {
    boolean port = text.startsWith(BRIDGE_PORT);
    String name = port ? text.substring(BRIDGE_PORT.length()) : text;
    if (name.isEmpty()) {
      throw place.wrong("%s is no interface", text);
    }
    return new Part.Device(name, prefix, port);
  }
}
