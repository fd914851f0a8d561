package dev.fwlint.model;

import dev.fwlint.extension.Value;
import java.util.List;

/** From what an option's value says to the model's own terms. */
final class Convert {
  private Convert() {}

  static Address address(dev.fwlint.extension.Address address) {
    return new Address(address.family(), address.high(), address.low());
  }

  static Network network(Value.Network network) {
    return new Network(address(network.address()), address(network.mask()));
  }

  static Range range(Value.Range range) {
    return new Range(range.from(), range.to());
  }

  static List<Range> ranges(Value value) {
    return switch (value) {
      case Value.Range range -> List.of(range(range));
      case Value.Ranges ranges -> ranges.ranges().stream().map(Convert::range).toList();
      default -> List.of();
    };
  }
}
