package dev.fwlint.model;

import dev.fwlint.ast.Family;
import java.util.List;
import java.util.Optional;

/**
 * A set of ipset(8), as it was saved. Two are equal only if they are one: what is made of a large
 * one need be made once.
 */
public final class IpSet {
  private final String name;
  private final IpSetType type;
  private final Optional<Family> family;
  private final Shape shape;
  private final List<SetElement> elements;
  private final Changes changes;

  /**
   * How elements and packets are compared, and what an element has beside its parts.
   *
   * @param mask what of an address counts, in a set with a netmask or a bitmask
   * @param markMask what of a packet's mark counts
   * @param counts whether each element has counters, which a match may ask for
   * @param timed whether elements may expire
   * @param makesRoom {@code forceadd}: an element may go when another comes and the set is full
   */
  public record Shape(
      Optional<Address> mask, long markMask, boolean counts, boolean timed, boolean makesRoom) {}

  /**
   * What the ruleset itself may do to the set.
   *
   * @param grows whether what is not in the set may come into it
   * @param shrinks whether what is in it may leave it
   */
  public record Changes(boolean grows, boolean shrinks) {
    static final Changes NONE = new Changes(false, false);

    Changes and(Changes other) {
      return new Changes(grows || other.grows, shrinks || other.shrinks);
    }
  }

  IpSet(
      String name,
      IpSetType type,
      Optional<Family> family,
      Shape shape,
      List<SetElement> elements,
      Changes changes) {
    this.name = name;
    this.type = type;
    this.family = family;
    this.shape = shape;
    this.elements = List.copyOf(elements);
    this.changes = changes;
  }

  /** The same set in a ruleset that may change it so, with these elements. */
  IpSet changed(Changes by, List<SetElement> changed) {
    return new IpSet(name, type, family, shape, changed, by);
  }

  public String name() {
    return name;
  }

  public IpSetType type() {
    return type;
  }

  /** The family of its addresses; nothing for a set without addresses. */
  public Optional<Family> family() {
    return family;
  }

  public Shape shape() {
    return shape;
  }

  /** In no order that matters. */
  public List<SetElement> elements() {
    return elements;
  }

  public Changes changes() {
    return changes;
  }

  /** Whether it holds what it holds for good: neither time nor the ruleset changes it. */
  public boolean isFixed() {
    return changes.equals(Changes.NONE) && elements.stream().noneMatch(SetElement::expires);
  }

  /** Whether rules of a family may ask for it. */
  boolean suits(Family asking) {
    return family.isEmpty() || family.get() == asking;
  }

  @Override
  public String toString() {
    return name;
  }
}
