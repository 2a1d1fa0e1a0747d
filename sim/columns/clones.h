#pragma once

/// Compiles a function for several instruction sets and picks at program start. The bits do not
/// depend on the choice: columns are element by element, sums have a fixed order, contraction is
/// off. Left out where the sanitizers' runtime is not up yet when the choice is made, and where
/// only g++ knows it.
///
/// BET_ONLY_LEVEL (1, 3 or 4) compiles for that one alone, for the test that holds them together.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#if !defined(BET_ONLY_LEVEL)
#define BET_CLONES [[gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#define BET_VECTOR_LEVELS 4
#elif BET_ONLY_LEVEL == 3
#define BET_CLONES [[gnu::target("arch=x86-64-v3")]]
#elif BET_ONLY_LEVEL == 4
#define BET_CLONES [[gnu::target("arch=x86-64-v4")]]
#endif
#endif
#ifndef BET_CLONES
#define BET_CLONES
#endif

/// A function that must become part of the loop it is called in, or the loop stays scalar.
#define BET_INLINE [[gnu::always_inline]] inline
