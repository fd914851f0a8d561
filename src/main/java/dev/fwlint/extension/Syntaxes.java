package dev.fwlint.extension;

import dev.fwlint.extension.Value.Text;

/**
 * The syntaxes of values by the notation that the tables use: a name, perhaps with something in
 * brackets.
 */
final class Syntaxes {
  private static final long U8 = 0xffL;
  private static final long U16 = 0xffffL;
  private static final long U32 = 0xffff_ffffL;
  private static final long U64 = -1L;

  private Syntaxes() {}

  /** A notation's name and what it has in brackets. */
  private record Notation(String name, String inside) {
    static Notation of(String text) {
      int open = text.indexOf('(');
      return open < 0
          ? new Notation(text, "")
          : new Notation(text.substring(0, open), text.substring(open + 1, text.length() - 1));
    }

    /** The lower bound of {@code (1..255)}. */
    long min() {
      int dots = inside.indexOf("..");
      return dots <= 0 ? 0 : Long.parseUnsignedLong(inside.substring(0, dots));
    }

    /** The upper bound of {@code (1..255)}. */
    long max(long otherwise) {
      String bound = inside.substring(inside.indexOf("..") < 0 ? 0 : inside.indexOf("..") + 2);
      return bound.isEmpty() ? otherwise : Long.parseUnsignedLong(bound);
    }
  }

  static Syntax of(String text) {
    Notation notation = Notation.of(text);
    return switch (notation.name()) {
      case "u8" -> Numbers.number(notation.min(), notation.max(U8));
      case "u16" -> Numbers.number(notation.min(), notation.max(U16));
      case "u32" -> Numbers.number(notation.min(), notation.max(U32));
      case "u64" -> Numbers.number(notation.min(), notation.max(U64));
      case "low8" -> Numbers.lowest(U8);
      case "low16" -> Numbers.lowest(U16);
      case "hex" -> Numbers.hexadecimal(1, notation.min(), notation.max(U32));
      case "hex2" -> Numbers.hexadecimal(2, notation.min(), notation.max(U8));
      case "hex4" -> Numbers.hexadecimal(4, notation.min(), notation.max(U16));
      case "hex8" -> Numbers.hexadecimal(8, notation.min(), notation.max(U32));
      case "u16:u16" -> Numbers.range(notation.max(U16));
      case "u32:u32" -> Numbers.range(U32);
      case "u64:" -> Syntax.of(Numbers::from, Numbers::fromText);
      case "u32/u32" -> Numbers::masked;
      case "mark/mask" -> Syntax.of(Numbers::masked, Numbers::maskedText);
      case "text" -> Texts.text(notation.min(), notation.max(Integer.MAX_VALUE));
      case "bare" -> Texts.bare(notation.min(), notation.max(Integer.MAX_VALUE));
      case "quoted" -> Texts.quotedText(notation.min(), notation.max(Integer.MAX_VALUE));
      case "cut" -> Texts.cut(notation.min(), (int) notation.max(0));
      case "exact", "name", "prefix", "words", "exacts", "names", "types" ->
          Vocabulary.of(notation.inside()).syntax(notation.name());
      case "rate" -> Syntax.of(Rates.rate(notation.max(0)), Rates::limitText);
      case "group" -> Texts.group(notation.inside());
      case "byte-rate" -> Syntax.of(Rates.byteRate(notation.max(0)), Rates::hashLimitText);
      default -> named(text);
    };
  }

  private static Syntax named(String text) {
    return switch (text) {
      case "port" -> Ports::port;
      case "ports" -> Ports::looseRange;
      case "tcp-ports" -> Ports::tcpRange;
      case "sctp-ports" -> Ports::sctpRange;
      case "port-list" -> Ports::list;
      case "host" -> Addresses::host;
      case "hosts" -> Syntax.of(Addresses::hosts, Addresses::hostsText);
      case "network" -> Addresses::network;
      case "mask" -> Syntax.of(Addresses::mask, Addresses::maskText);
      case "prefix-length" -> Addresses::prefixLength;
      case "prefix-network" -> Syntax.of(Addresses::prefixNetwork, Addresses::withLength);
      case "network/length" -> Syntax.of(Addresses::network, Addresses::withLength);
      case "own-network" -> Syntax.of(Addresses::network, Written::masked);
      case "address-range" -> Addresses::range;
      case "v6-list" -> Addresses::list;
      case "nat" -> Nat::to;
      case "nat-ports" -> Syntax.of(Nat::ports, Nat::portsText);
      case "protocol" -> Protocols::read;
      case "protocol-name" -> Syntax.of(Protocols::read, Protocols::nameText);
      case "general-protocol" -> Syntax.of(Protocols::readGeneral, Protocols::nameText);
      case "interface" -> Texts::interfaceName;
      case "device" -> Texts::device;
      case "mac" -> Texts::mac;
      case "upper-mac" -> Syntax.of(Texts::mac, Texts::upperMac);
      case "icmp-type" -> IcmpTypes::read;
      default -> particular(text);
    };
  }

  /** Syntaxes of a single extension. */
  private static Syntax particular(String text) {
    return switch (text) {
      case "tcp-flags" -> Headers::tcpFlags;
      case "tcp-options" -> Headers::tcpOptions;
      case "sctp-chunks" -> Headers::sctpChunks;
      case "mh-types" -> Headers::mhTypes;
      case "v6-headers" -> Headers::v6Headers;
      case "header-options" -> Headers::options;
      case "tos" -> Syntax.of(Headers::tos, Headers::tosText);
      case "dscp-class" -> Syntax.of(Headers::dscpClass, value -> Numbers.hexadecimal(value, 2));
      case "u32-tests" -> Texts.quotes(U32Tests::read);
      case "mss" -> Headers::mss;
      case "log-level" -> Texts::logLevel;
      case "owner" -> Syntax.of(Texts::owner, Texts::ownerText);
      case "label" -> Syntax.of(Texts::label, value -> Words.quoted(Written.plain(value)));
      case "class" -> Texts::trafficClass;
      case "zone" -> Texts::zone;
      case "hex-string" -> HexStrings::read;
      case "bytecode" -> Syntax.of(Texts::bytecode, Texts::bytecodeText);
      case "set-flags" -> Texts::setFlags;
      case "hmark-tuple" -> Texts::hmarkTuple;
      case "led-delay" -> Texts::ledDelay;
      case "burst" -> Rates::burst;
      case "interval" -> Rates::interval;
      case "bit-rate" -> Syntax.of(Rates::bitRate, SavedRateEstimator::rate);
      case "duration" -> Rates::duration;
      case "fraction" -> Syntax.of(Rates::fraction, Rates::fractionText);
      case "date" -> Syntax.of(Times::date, Times::dateText);
      case "time-of-day" -> Syntax.of(Times::timeOfDay, Times::timeText);
      case "weekdays" -> Times::weekdays;
      case "monthdays" -> Times::monthdays;
      case "anything" -> (written, scope) -> new Text(written);
      default -> throw new IllegalStateException("no such syntax: " + text);
    };
  }
}
