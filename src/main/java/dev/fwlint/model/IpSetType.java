package dev.fwlint.model;

import static dev.fwlint.model.IpSetType.Dimension.IP;
import static dev.fwlint.model.IpSetType.Dimension.MAC;
import static dev.fwlint.model.IpSetType.Dimension.MARK;
import static dev.fwlint.model.IpSetType.Dimension.NAME;
import static dev.fwlint.model.IpSetType.Dimension.NET;
import static dev.fwlint.model.IpSetType.Dimension.PORT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of IP sets: ipset(8), "SET TYPES". */
public enum IpSetType {
  BITMAP_IP("bitmap:ip", IP),
  BITMAP_IP_MAC("bitmap:ip,mac", IP, MAC),
  /** Only the ports of TCP and UDP, whichever. */
  BITMAP_PORT("bitmap:port", PORT),
  HASH_IP("hash:ip", IP),
  HASH_MAC("hash:mac", MAC),
  HASH_IP_MAC("hash:ip,mac", IP, MAC),
  HASH_NET("hash:net", NET),
  HASH_NET_NET("hash:net,net", NET, NET),
  HASH_IP_PORT("hash:ip,port", IP, PORT),
  HASH_NET_PORT("hash:net,port", NET, PORT),
  HASH_IP_PORT_IP("hash:ip,port,ip", IP, PORT, IP),
  HASH_IP_PORT_NET("hash:ip,port,net", IP, PORT, NET),
  HASH_IP_MARK("hash:ip,mark", IP, MARK),
  HASH_NET_PORT_NET("hash:net,port,net", NET, PORT, NET),
  HASH_NET_IFACE("hash:net,iface", NET, Dimension.INTERFACE),
  /** A list of other sets. */
  LIST_SET("list:set", NAME);

  /** What a part of an element is. */
  public enum Dimension {
    IP,
    NET,
    PORT,
    MAC,
    MARK,
    INTERFACE,
    NAME
  }

  private final String text;
  private final List<Dimension> dimensions;

  IpSetType(String text, Dimension... dimensions) {
    this.text = text;
    this.dimensions = List.of(dimensions);
  }

  static Optional<IpSetType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  static String all() {
    return Arrays.stream(values()).map(type -> type.text).collect(Collectors.joining(" "));
  }

  /** What an element is made of, in order. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** Whether its elements have an address, so that a set of it is of one family. */
  public boolean hasFamily() {
    return dimensions.contains(IP) || dimensions.contains(NET);
  }

  /** Whether its elements may be exceptions: {@code nomatch}. */
  public boolean hasExceptions() {
    return dimensions.contains(NET);
  }

  @Override
  public String toString() {
    return text;
  }
}
