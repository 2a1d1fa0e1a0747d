#pragma once

/// Compiles a function for several instruction sets and picks at program start. The bits do not
/// depend on the choice: columns are element by element, sums have a fixed order, contraction is
/// off. Left out where the sanitizers' runtime is not up yet when the choice is made, and where
/// only g++ knows it.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define BET_CLONES [[gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#else
#define BET_CLONES
#endif

/// A function that must become part of the loop it is called in, or the loop stays scalar.
#define BET_INLINE [[gnu::always_inline]] inline
